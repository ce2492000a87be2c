package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link KvStore}: every engine's test extends this. */
abstract class KvStoreContract {
  static final Index INDEX = new Index("bucket-1");
  static final Index OTHER = new Index("bucket-10");
  static final Bytes GROUP = Bytes.utf8("photos/cat.jpg");
  static final Bytes ROW = Bytes.utf8("v");
  static final Bytes ROW2 = Bytes.utf8("w");
  static final Bytes ONE = Bytes.utf8("one");
  static final Bytes TWO = Bytes.utf8("two");

  /** One row is added by {@link #certain}. */
  private static final int LARGE = Commit.MAX_ROWS - 1;

  KvStore kv;
  private final AtomicLong tokens = new AtomicLong();

  /** An empty store. */
  abstract KvStore open() throws Exception;

  /** The same content after a restart; closes the store given. */
  abstract KvStore reopen(KvStore open) throws Exception;

  @BeforeEach
  void openWithOneIndex() throws Exception {
    kv = open();
    kv.create(INDEX);
  }

  @AfterEach
  void closeStore() {
    kv.close();
  }

  // Reading and writing

  @Test
  void whatWasPutIsRead() {
    done(commit().put(ROW, ONE).put(ROW2, TWO));
    assertThat(get(ROW)).contains(ONE);
    assertThat(get(ROW2)).contains(TWO);
  }

  @Test
  void absentRowReadsAsEmpty() {
    assertThat(get(ROW)).isEmpty();
  }

  @Test
  void putReplaces() {
    done(commit().put(ROW, ONE));
    done(commit().put(ROW, TWO));
    assertThat(get(ROW)).contains(TWO);
  }

  @Test
  void deletedRowIsGone() {
    done(commit().put(ROW, ONE).put(ROW2, ONE));
    done(commit().delete(ROW));
    assertThat(get(ROW)).isEmpty();
    assertThat(get(ROW2)).contains(ONE);
  }

  @Test
  void deletingAnAbsentRowIsDone() {
    done(commit().delete(ROW));
    assertThat(get(ROW)).isEmpty();
  }

  @Test
  void sameKeyInTwoIndexesIsTwoRows() {
    kv.create(OTHER);
    done(commit().put(ROW, ONE));
    done(Commit.in(OTHER, GROUP).put(ROW, TWO));
    assertThat(get(ROW)).contains(ONE);
    assertThat(kv.get(OTHER, new Key(GROUP, ROW))).contains(TWO);
    assertThat(all(INDEX)).hasSize(1);
    assertThat(all(OTHER)).hasSize(1);
  }

  @Test
  void largestValueAndLongestKeyAreKept() {
    Bytes group = filled(Key.MAX_GROUP, 0xff);
    Bytes suffix = filled(Key.MAX_SUFFIX, 0);
    Bytes value = filled(Entry.MAX_VALUE, 7);
    done(Commit.in(INDEX, group).put(suffix, value));
    assertThat(all(INDEX)).containsExactly(new Entry(new Key(group, suffix), value));
  }

  @Test
  void largeCommitIsAppliedWhole() {
    Commit.Builder many = commit();
    for (int i = 0; i < LARGE; i++) {
      many.put(number(i), ONE);
    }
    done(many);
    assertThat(all(INDEX)).hasSize(LARGE);
    Commit.Builder none = commit();
    for (int i = 0; i < LARGE; i++) {
      none.delete(number(i));
    }
    done(none);
    assertThat(all(INDEX)).isEmpty();
  }

  // Expectations

  @Test
  void absentExpectedAndAbsentIsDone() {
    done(commit().expectAbsent(ROW).put(ROW, ONE));
    assertThat(get(ROW)).contains(ONE);
  }

  @Test
  void absentExpectedButThereIsAConflictThatLeavesNothing() {
    done(commit().put(ROW, ONE));
    Outcome outcome = certain(commit().expectAbsent(ROW).put(ROW, TWO).put(ROW2, TWO).add("n", 1));
    assertThat(outcome).isEqualTo(new Outcome.Conflict(new Expect.Absent(ROW)));
    assertThat(get(ROW)).contains(ONE);
    assertThat(get(ROW2)).isEmpty();
    assertThat(kv.counter(INDEX, "n")).isZero();
  }

  @Test
  void otherValueThanExpectedIsAConflict() {
    done(commit().put(ROW, ONE));
    Outcome outcome = certain(commit().expectEqual(ROW, TWO).put(ROW, filled(3, 3)).delete(ROW2));
    assertThat(outcome).isEqualTo(new Outcome.Conflict(new Expect.Equal(ROW, TWO)));
    assertThat(get(ROW)).contains(ONE);
  }

  @Test
  void valueExpectedButAbsentIsAConflict() {
    Outcome outcome = certain(commit().expectEqual(ROW, ONE).put(ROW, TWO));
    assertThat(outcome).isEqualTo(new Outcome.Conflict(new Expect.Equal(ROW, ONE)));
    assertThat(get(ROW)).isEmpty();
  }

  @Test
  void prefixOfTheValueIsNotTheValue() {
    done(commit().put(ROW, Bytes.utf8("value")));
    assertThat(certain(commit().expectEqual(ROW, Bytes.utf8("val")).delete(ROW)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(certain(commit().expectEqual(ROW, Bytes.utf8("value!")).delete(ROW)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(get(ROW)).contains(Bytes.utf8("value"));
  }

  @Test
  void firstBrokenExpectationIsNamed() {
    done(commit().put(ROW, ONE));
    Outcome outcome =
        certain(
            commit()
                .expectEqual(ROW, ONE)
                .expectEqual(ROW2, TWO)
                .expectAbsent(ROW)
                .put(ROW, filled(2, 2)));
    assertThat(outcome).isEqualTo(new Outcome.Conflict(new Expect.Equal(ROW2, TWO)));
    Outcome turned =
        certain(commit().expectAbsent(ROW).expectEqual(ROW2, TWO).put(ROW, filled(2, 2)));
    assertThat(turned).isEqualTo(new Outcome.Conflict(new Expect.Absent(ROW)));
  }

  @Test
  void expectationsSeeTheStateBeforeTheCommit() {
    assertThat(certain(commit().put(ROW, ONE).expectEqual(ROW, ONE)))
        .isEqualTo(new Outcome.Conflict(new Expect.Equal(ROW, ONE)));
    done(commit().put(ROW, ONE));
    done(commit().expectEqual(ROW, ONE).delete(ROW));
    done(commit().expectAbsent(ROW).put(ROW, TWO));
    assertThat(get(ROW)).contains(TWO);
  }

  @Test
  void commitOfExpectationsAloneChecksThem() {
    done(commit().put(ROW, ONE));
    done(commit().expectEqual(ROW, ONE).expectAbsent(ROW2));
    assertThat(certain(commit().expectAbsent(ROW))).isInstanceOf(Outcome.Conflict.class);
  }

  // Limits

  @Test
  void emptyAndOversizeAreRefused() {
    refused(() -> commit().put(ROW, Bytes.EMPTY).build());
    refused(() -> commit().put(ROW, filled(Entry.MAX_VALUE + 1, 1)).build());
    refused(() -> commit().put(Bytes.EMPTY, ONE).build());
    refused(() -> commit().delete(filled(Key.MAX_SUFFIX + 1, 1)).build());
    refused(() -> commit().expectEqual(ROW, Bytes.EMPTY).build());
    refused(() -> commit().expectAbsent(Bytes.EMPTY).build());
    refused(() -> Commit.in(INDEX, Bytes.EMPTY).build());
    refused(() -> Commit.in(INDEX, filled(Key.MAX_GROUP + 1, 1)).build());
    refused(() -> commit().put(ROW, ONE).delete(ROW).build());
    refused(() -> commit().add("No Such Name", 1).build());
    refused(() -> new Index("Bucket"));
    refused(() -> new Index(""));
    refused(() -> new Index("a".repeat(65)));
    refused(() -> kv.scan(INDEX, Key.startOf(GROUP), 0));
    refused(() -> kv.counter(INDEX, ""));
  }

  // Order and scans

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void scanOrderIsKeyOrder(long seed) {
    NavigableMap<Key, Bytes> model = putRandomRows(new Random(seed), 120);
    assertThat(all(INDEX)).isEqualTo(entries(model));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void scanFromTheMiddleBeginsThere(long seed) {
    Random random = new Random(seed);
    NavigableMap<Key, Bytes> model = putRandomRows(random, 80);
    for (int i = 0; i < 50; i++) {
      Key from = new Key(randomGroup(random), randomBytes(random, 3));
      assertThat(entriesFrom(from)).isEqualTo(entries(model.tailMap(from, true)));
    }
    model
        .keySet()
        .forEach(key -> {
          assertThat(first(key)).contains(key);
          assertThat(first(key.after())).isEqualTo(Optional.ofNullable(model.higherKey(key)));
        });
  }

  @Test
  void afterGroupSkipsTheGroupAndNothingElse() {
    List<Bytes> groups =
        List.of(
            Bytes.utf8("a"),
            Bytes.of((byte) 'a', (byte) 0),
            Bytes.of((byte) 'a', (byte) 0, (byte) 0),
            Bytes.of((byte) 'a', (byte) 1),
            Bytes.utf8("aa"),
            Bytes.of((byte) 'a', (byte) 0xff),
            Bytes.utf8("b"));
    for (Bytes group : groups) {
      done(Commit.in(INDEX, group).put(Bytes.of((byte) 0), ONE).put(filled(200, 0xff), TWO));
    }
    for (int i = 0; i < groups.size(); i++) {
      Optional<Bytes> next = first(Key.afterGroup(groups.get(i))).map(Key::group);
      assertThat(next)
          .isEqualTo(Optional.ofNullable(i + 1 < groups.size() ? groups.get(i + 1) : null));
      assertThat(KvScan.group(kv, INDEX, groups.get(i)))
          .toIterable()
          .extracting(Entry::value)
          .containsExactly(ONE, TWO);
    }
  }

  @Test
  void longGroupsThatShareLongPrefixesStayApart() {
    Bytes prefix = filled(1020, 0);
    List<Bytes> groups =
        List.of(
            prefix,
            prefix.concat(filled(4, 0)),
            prefix.concat(filled(4, 1)),
            prefix.concat(filled(4, 2)),
            prefix.concat(filled(4, 0xff)));
    for (Bytes group : groups) {
      done(Commit.in(INDEX, group).put(ROW, ONE));
    }
    assertThat(all(INDEX)).extracting(entry -> entry.key().group()).isEqualTo(groups);
  }

  @Test
  void pagesAreNoLongerThanAskedAndEndOnlyWithoutMore() {
    for (int i = 0; i < 50; i++) {
      done(Commit.in(INDEX, number(i)).put(ROW, ONE));
    }
    for (int limit = 1; limit <= 60; limit++) {
      Page page = kv.scan(INDEX, Key.startOf(number(0)), limit);
      assertThat(page.entries()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
      assertThat(page.more() || page.entries().size() == 50).isTrue();
    }
    assertThat(all(INDEX)).hasSize(50);
  }

  @Test
  void pageIsBoundedWhateverIsAsked() {
    Commit.Builder many = commit();
    for (int i = 0; i < 2 * KvStore.MAX_PAGE; i++) {
      many.put(number(i), ONE);
    }
    done(many);
    Page page = kv.scan(INDEX, Key.startOf(GROUP), Integer.MAX_VALUE);
    assertThat(page.entries()).hasSizeLessThanOrEqualTo(KvStore.MAX_PAGE);
    assertThat(page.more()).isTrue();
  }

  @Test
  void scanOfAnAbsentIndexIsEmpty() {
    assertThat(kv.scan(OTHER, Key.startOf(GROUP), 10)).isEqualTo(Page.EMPTY);
    assertThat(kv.get(OTHER, new Key(GROUP, ROW))).isEmpty();
    assertThat(kv.counter(OTHER, "n")).isZero();
  }

  @Test
  void rowsThatStayAreSeenOnceWhileOthersComeAndGo() throws Exception {
    for (int i = 0; i < 100; i++) {
      done(Commit.in(INDEX, number(2 * i)).put(ROW, ONE));
    }
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> churn =
          pool.submit(() -> {
            for (int i = 0; !stop.get(); i++) {
              Bytes odd = number(2 * (i % 100) + 1);
              done(Commit.in(INDEX, odd).put(ROW, TWO));
              done(Commit.in(INDEX, odd).delete(ROW));
            }
          });
      for (int round = 0; round < 20; round++) {
        List<Entry> seen = all(INDEX);
        assertThat(seen).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        assertThat(seen.stream().filter(entry -> entry.value().equals(ONE))).hasSize(100);
      }
      stop.set(true);
      churn.get();
    }
  }

  // Several commits

  @Test
  void commitAfterAnotherHasItBeforeIt() {
    kv.create(OTHER);
    for (int i = 0; i < 200; i++) {
      Commit first = Commit.in(OTHER, number(i)).put(ROW, ONE).build();
      Commit then =
          Commit.in(INDEX, number(i)).expectAbsent(ROW).put(ROW, token()).add("n", 1).build();
      assertThat(Settle.commitAfter(kv, first, then, ROW)).isEqualTo(new Outcome.Done());
      assertThat(kv.get(OTHER, new Key(number(i), ROW))).contains(ONE);
      assertThat(kv.get(INDEX, new Key(number(i), ROW))).contains(then.puts().get(ROW));
    }
    assertThat(kv.counter(INDEX, "n")).isEqualTo(200);
  }

  @Test
  void conflictOfTheSecondCommitIsAnsweredWhateverBecameOfTheFirst() {
    done(commit().put(ROW, ONE));
    Commit first = Commit.in(INDEX, ONE).put(ROW, ONE).build();
    Commit then = commit().expectAbsent(ROW).put(ROW, TWO).build();
    assertThat(kv.commitAfter(first, then)).isNotInstanceOf(Outcome.Done.class);
    assertThat(get(ROW)).contains(ONE);
  }

  @Test
  void secondCommitIsNotAppliedWithoutTheFirst() {
    Commit first = Commit.in(OTHER, GROUP).put(ROW, ONE).build();
    Commit then = commit().put(ROW, TWO).build();
    assertThatThrownBy(() -> kv.commitAfter(first, then)).isInstanceOf(Unavailable.class);
    assertThat(get(ROW)).isEmpty();
    assertThat(Settle.commitAfter(kv, null, commit().expectAbsent(ROW).put(ROW, TWO).build(), ROW))
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void eachOfSeveralCommitsIsAnsweredForItself() {
    done(commit().put(ROW, ONE));
    List<Commit> commits =
        List.of(
            Commit.in(INDEX, ONE).put(ROW, TWO).build(),
            commit().expectAbsent(ROW).put(ROW, TWO).build(),
            Commit.in(OTHER, GROUP).put(ROW, ONE).build(),
            Commit.in(INDEX, TWO).delete(ROW).build());
    List<Outcome> outcomes = kv.commitEach(commits);
    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.get(0)).isInstanceOfAny(Outcome.Done.class, Outcome.Unknown.class);
    assertThat(outcomes.get(1)).isNotInstanceOf(Outcome.Done.class);
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.NoIndex());
    assertThat(outcomes.get(3)).isInstanceOfAny(Outcome.Done.class, Outcome.Unknown.class);
    assertThat(get(ROW)).contains(ONE);
    if (outcomes.get(0) instanceof Outcome.Done) {
      assertThat(kv.get(INDEX, new Key(ONE, ROW))).contains(TWO);
    }
  }

  @Test
  void noCommitsHaveNoOutcomes() {
    assertThat(kv.commitEach(List.of())).isEmpty();
  }

  // Indexes

  @Test
  void commitToAnAbsentIndexIsAnsweredSo() {
    assertThat(kv.commit(Commit.in(OTHER, GROUP).put(ROW, ONE).build()))
        .isEqualTo(new Outcome.NoIndex());
    assertThat(kv.exists(OTHER)).isFalse();
  }

  @Test
  void absentIndexIsAnsweredBeforeAnyExpectation() {
    assertThat(kv.commit(Commit.in(OTHER, GROUP).expectEqual(ROW, ONE).build()))
        .isEqualTo(new Outcome.NoIndex());
  }

  @Test
  void createTwiceKeepsTheContent() {
    done(commit().put(ROW, ONE).add("n", 3));
    kv.create(INDEX);
    assertThat(get(ROW)).contains(ONE);
    assertThat(kv.counter(INDEX, "n")).isEqualTo(3);
  }

  @Test
  void indexWithEntriesIsNotRemoved() {
    done(commit().put(ROW, ONE));
    assertThat(kv.removeIfEmpty(INDEX)).isFalse();
    assertThat(kv.exists(INDEX)).isTrue();
    done(commit().delete(ROW));
    assertThat(kv.removeIfEmpty(INDEX)).isTrue();
    assertThat(kv.exists(INDEX)).isFalse();
    assertThat(kv.commit(commit().put(ROW, ONE).build())).isEqualTo(new Outcome.NoIndex());
    assertThat(get(ROW)).isEmpty();
  }

  @Test
  void removingAnAbsentIndexIsTrue() {
    assertThat(kv.removeIfEmpty(OTHER)).isTrue();
  }

  @Test
  void countersVanishWithTheIndex() {
    kv.create(OTHER);
    done(Commit.in(OTHER, GROUP).add("n", 2));
    done(commit().add("n", 5));
    assertThat(kv.removeIfEmpty(INDEX)).isTrue();
    assertThat(kv.counter(INDEX, "n")).isZero();
    assertThat(kv.counter(OTHER, "n")).isEqualTo(2);
  }

  @Test
  void removalAndCommitsNeverLoseARow() throws Exception {
    for (int round = 0; round < 15; round++) {
      Index index = new Index("race-" + round);
      kv.create(index);
      List<Callable<Optional<Bytes>>> writers = new ArrayList<>();
      AtomicBoolean removed = new AtomicBoolean();
      for (int i = 0; i < 16; i++) {
        Bytes group = number(i);
        writers.add(() -> putUnlessRemoved(index, group));
        if (i % 4 == 0) {
          writers.add(() -> {
            if (kv.removeIfEmpty(index)) {
              removed.set(true);
            }
            return Optional.empty();
          });
        }
      }
      List<Bytes> written = new ArrayList<>();
      inParallel(writers).forEach(group -> group.ifPresent(written::add));
      assertThat(removed.get()).isEqualTo(written.isEmpty());
      for (Bytes group : written) {
        assertThat(kv.get(index, new Key(group, ROW))).isPresent();
      }
      assertThat(kv.exists(index)).isEqualTo(!removed.get());
    }
  }

  private Optional<Bytes> putUnlessRemoved(Index index, Bytes group) {
    Commit put = Commit.in(index, group).expectAbsent(ROW).put(ROW, token()).build();
    return switch (Settle.commitOwned(kv, put, ROW)) {
      case Outcome.Done done -> Optional.of(group);
      case Outcome.NoIndex gone -> Optional.empty();
      case Outcome.Conflict conflict -> throw new AssertionError(conflict);
      case Outcome.Unknown unknown -> throw new AssertionError(unknown.cause());
    };
  }

  // Counters

  @Test
  void countersSumTheirDeltas() {
    done(commit().add("objects", 1).add("bytes", 4096));
    done(Commit.in(INDEX, ROW).add("bytes", -96).put(ROW, ONE));
    assertThat(kv.counter(INDEX, "objects")).isEqualTo(1);
    assertThat(kv.counter(INDEX, "bytes")).isEqualTo(4000);
    assertThat(kv.counter(INDEX, "other")).isZero();
  }

  @Test
  void deltasOfOneCommitAreSummed() {
    done(commit().add("n", 1).add("n", 2));
    assertThat(kv.counter(INDEX, "n")).isEqualTo(3);
  }

  @Test
  void countersAreExactUnderConflicts() throws Exception {
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Bytes shared = number(i % 6);
      writers.add(() -> {
        int won = 0;
        for (int round = 0; round < 20; round++) {
          won += putIfAbsentThenCount(shared, number(round)) ? 1 : 0;
        }
        return won;
      });
    }
    int won = inParallel(writers).stream().mapToInt(Integer::intValue).sum();
    assertThat(won).isEqualTo(6 * 20);
    assertThat(kv.counter(INDEX, "rows")).isEqualTo(won);
    assertThat(all(INDEX)).hasSize(won);
  }

  private boolean putIfAbsentThenCount(Bytes group, Bytes suffix) {
    Commit put =
        Commit.in(INDEX, group).expectAbsent(suffix).put(suffix, token()).add("rows", 1).build();
    Outcome outcome = Settle.commit(kv, put, suffix);
    return switch (outcome) {
      case Outcome.Done done -> true;
      case Outcome.Conflict conflict -> false;
      // Another writer's value stands: whoever lost the race after an unknown outcome lost for
      // sure,
      // since nobody replaces a row here.
      case Outcome.Unknown unknown -> false;
      case Outcome.NoIndex noIndex -> throw new AssertionError("the index is there");
    };
  }

  // Concurrency

  @Test
  void everyAcknowledgedCompareAndSetCounts() throws Exception {
    List<Callable<int[]>> writers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      Bytes own = Bytes.utf8("own-" + i);
      Random random = new Random(i);
      writers.add(() -> incrementMany(own, random));
    }
    int[] expected = new int[8];
    for (int[] acknowledged : inParallel(writers)) {
      for (int i = 0; i < 8; i++) {
        expected[i] += acknowledged[i];
      }
    }
    for (int i = 0; i < 8; i++) {
      assertThat(count(kv.get(INDEX, new Key(number(i), ROW)))).isEqualTo(expected[i]);
      assertThat(kv.counter(INDEX, "group-" + i)).isEqualTo(expected[i]);
    }
  }

  /**
   * Adds one to shared rows by compare and set; each commit leaves its token in a row of its own.
   */
  private int[] incrementMany(Bytes own, Random random) {
    int[] acknowledged = new int[8];
    for (int round = 0; round < 12; round++) {
      int counter = random.nextInt(8);
      while (!increment(counter, own)) {
        // Somebody else was faster.
      }
      acknowledged[counter]++;
    }
    return acknowledged;
  }

  private boolean increment(int counter, Bytes own) {
    Bytes group = number(counter);
    Optional<Bytes> before = kv.get(INDEX, new Key(group, ROW));
    Bytes token = token();
    Bytes after = number(count(before) + 1).concat(token);
    Commit.Builder change = Commit.in(INDEX, group).put(ROW, after).put(own, token);
    before.ifPresentOrElse(value -> change.expectEqual(ROW, value), () -> change.expectAbsent(ROW));
    Outcome outcome = Settle.commitOwned(kv, change.add("group-" + counter, 1).build(), own);
    return switch (outcome) {
      case Outcome.Done done -> true;
      case Outcome.Conflict conflict -> false;
      case Outcome.NoIndex noIndex -> throw new AssertionError("the index is there");
      case Outcome.Unknown unknown -> throw new AssertionError(unknown.cause());
    };
  }

  private static int count(Optional<Bytes> value) {
    return value.map(bytes -> Integer.parseInt(bytes.slice(0, 8).toUtf8())).orElse(0);
  }

  // Unknown outcomes

  @Test
  void settledCommitIsThereAndCountedOnce() {
    for (int i = 0; i < 100; i++) {
      Bytes token = token();
      Commit put =
          Commit.in(INDEX, number(i)).expectAbsent(ROW).put(ROW, token).add("n", 1).build();
      assertThat(Settle.commit(kv, put, ROW)).isEqualTo(new Outcome.Done());
      assertThat(kv.get(INDEX, new Key(number(i), ROW))).contains(token);
    }
    assertThat(kv.counter(INDEX, "n")).isEqualTo(100);
  }

  @Test
  void settledConflictIsExactForAnOwnRow() {
    done(commit().put(ROW, ONE));
    for (int i = 0; i < 100; i++) {
      Commit put = commit().expectAbsent(ROW).put(ROW2, token()).put(ROW, TWO).build();
      assertThat(Settle.commitOwned(kv, put, ROW2))
          .isEqualTo(new Outcome.Conflict(new Expect.Absent(ROW)));
      assertThat(get(ROW2)).isEmpty();
    }
  }

  @Test
  void commitThatCouldBeAppliedTwiceIsNotSettled() {
    refused(() -> Settle.commit(kv, commit().put(ROW, ONE).build(), ROW));
    refused(() -> Settle.commit(kv, commit().expectAbsent(ROW2).put(ROW, ONE).build(), ROW));
    refused(() -> Settle.commit(kv, commit().expectEqual(ROW, ONE).put(ROW, ONE).build(), ROW));
    refused(() -> Settle.commit(kv, commit().expectAbsent(ROW).put(ROW, ONE).build(), ROW2));
    assertThat(get(ROW)).isEmpty();
  }

  // Life

  @Test
  void contentSurvivesReopening() throws Exception {
    kv.create(OTHER);
    done(Commit.in(OTHER, GROUP).put(ROW, ONE).add("n", 7));
    done(commit().put(ROW, ONE).put(ROW2, TWO));
    done(commit().delete(ROW));
    Index removed = new Index("removed");
    kv.create(removed);
    assertThat(kv.removeIfEmpty(removed)).isTrue();
    kv = reopen(kv);
    assertThat(get(ROW)).isEmpty();
    assertThat(get(ROW2)).contains(TWO);
    assertThat(kv.get(OTHER, new Key(GROUP, ROW))).contains(ONE);
    assertThat(kv.counter(OTHER, "n")).isEqualTo(7);
    assertThat(kv.exists(removed)).isFalse();
    done(commit().expectEqual(ROW2, TWO).put(ROW2, ONE));
  }

  @Test
  void closedStoreIsUnavailable() {
    kv.close();
    kv.close();
    assertThatThrownBy(() -> get(ROW)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.commit(commit().put(ROW, ONE).build()))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.scan(INDEX, Key.startOf(GROUP), 1)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.create(INDEX)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.removeIfEmpty(INDEX)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.exists(INDEX)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> kv.counter(INDEX, "n")).isInstanceOf(Unavailable.class);
  }

  @Test
  void closingAnswersEveryCommitThatIsUnderWay() throws Exception {
    List<Callable<Optional<Bytes>>> writers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Bytes group = number(i);
      writers.add(() -> putUnlessClosed(group));
    }
    writers.add(
        32,
        () -> {
          kv.close();
          return Optional.empty();
        });
    List<Optional<Bytes>> acknowledged = inParallel(writers);
    kv = reopen(kv);
    acknowledged.forEach(
        group -> group.ifPresent(g -> assertThat(kv.get(INDEX, new Key(g, ROW))).isPresent()));
  }

  private Optional<Bytes> putUnlessClosed(Bytes group) {
    try {
      Commit put = Commit.in(INDEX, group).put(ROW, ONE).build();
      return kv.commit(put) instanceof Outcome.Done ? Optional.of(group) : Optional.empty();
    } catch (Unavailable e) {
      return Optional.empty();
    }
  }

  // Tools

  Commit.Builder commit() {
    return Commit.in(INDEX, GROUP);
  }

  /**
   * Commits until it is done for sure, also where outcomes may be unknown: a token row is added.
   */
  void done(Commit.Builder builder) {
    assertThat(certain(builder)).isEqualTo(new Outcome.Done());
  }

  /** The outcome of a commit that a token row makes certain; the row is taken away again. */
  Outcome certain(Commit.Builder builder) {
    Commit wanted = builder.build();
    Bytes own = Bytes.utf8("~token-" + tokens.incrementAndGet());
    List<Expect> expectations = new ArrayList<>(wanted.expectations());
    expectations.add(new Expect.Absent(own));
    TreeMap<Bytes, Bytes> puts = new TreeMap<>(wanted.puts());
    puts.put(own, token());
    Commit guarded =
        new Commit(
            wanted.index(), wanted.group(), expectations, puts, wanted.deletes(), wanted.deltas());
    Outcome outcome = Settle.commitOwned(kv, guarded, own);
    if (outcome instanceof Outcome.Done) {
      clear(wanted.index(), wanted.group(), own);
    }
    return outcome;
  }

  /** A deletion may be repeated until it is done. */
  private void clear(Index index, Bytes group, Bytes suffix) {
    Outcome outcome = kv.commit(Commit.in(index, group).delete(suffix).build());
    while (!(outcome instanceof Outcome.Done)) {
      outcome = kv.commit(Commit.in(index, group).delete(suffix).build());
    }
  }

  Bytes token() {
    return Bytes.utf8("t" + tokens.incrementAndGet());
  }

  Optional<Bytes> get(Bytes suffix) {
    return kv.get(INDEX, new Key(GROUP, suffix));
  }

  List<Entry> all(Index index) {
    List<Entry> all = new ArrayList<>();
    KvScan.entries(kv, index, Key.startOf(Bytes.of((byte) 0)), 100).forEachRemaining(all::add);
    return all;
  }

  private List<Entry> entriesFrom(Key from) {
    List<Entry> all = new ArrayList<>();
    KvScan.entries(kv, INDEX, from, 7).forEachRemaining(all::add);
    return all;
  }

  private Optional<Key> first(Key from) {
    return kv.scan(INDEX, from, 1).entries().stream().findFirst().map(Entry::key);
  }

  private NavigableMap<Key, Bytes> putRandomRows(Random random, int count) {
    NavigableMap<Key, Bytes> model = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Key key = new Key(randomGroup(random), randomBytes(random, 3));
      Bytes value = number(i);
      done(Commit.in(INDEX, key.group()).put(key.suffix(), value));
      model.put(key, value);
    }
    return model;
  }

  private static List<Entry> entries(Map<Key, Bytes> rows) {
    return rows.entrySet().stream().map(row -> new Entry(row.getKey(), row.getValue())).toList();
  }

  /** Short, of few byte values, so that prefixes and escapes meet often; some are long. */
  static Bytes randomGroup(Random random) {
    Bytes start = random.nextInt(10) == 0 ? filled(1024, random.nextInt(4)) : Bytes.EMPTY;
    return start.concat(randomBytes(random, 5));
  }

  static Bytes randomBytes(Random random, int max) {
    byte[] values = {0, 1, 2, 3, 'a', 'b', (byte) 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};
    byte[] bytes = new byte[1 + random.nextInt(max)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values[random.nextInt(values.length)];
    }
    return Bytes.copyOf(bytes);
  }

  static Bytes number(int number) {
    return Bytes.utf8(String.format("%08d", number));
  }

  static Bytes filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return Bytes.copyOf(bytes);
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  static <T> List<T> inParallel(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
