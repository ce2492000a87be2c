package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CommitterTest {
  private static final Index INDEX = new Index("bucket-1");
  private static final Bytes GROUP = Bytes.utf8("group");
  private static final Bytes ROW = Bytes.utf8("v");
  private static final Bytes ONE = Bytes.utf8("one");

  @TempDir Path folder;
  private RocksRows rows;
  private Committer committer;

  @BeforeEach
  void openWithOneIndex() {
    rows = RocksRows.open(folder, true);
    rows.write(Map.of(RowKeys.index(INDEX), Optional.of(ONE)));
    committer = new Committer(rows);
    committer.start();
  }

  @AfterEach
  void close() {
    committer.stop();
    rows.close();
  }

  @Test
  void commitsOfOneBatchSeeEachOther() throws Exception {
    CountDownLatch letGo = hold();
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(committer.commit(RocksCommit.of(next(i))));
    }
    letGo.countDown();
    for (CompletableFuture<Outcome> answer : answers) {
      assertThat(answer.get()).isEqualTo(new Outcome.Done());
    }
    assertThat(rows.get(RowKeys.entry(INDEX, new Key(GROUP, ROW)))).contains(value(100));
    assertThat(RocksBatch.counterSum(rows.get(RowKeys.counter(INDEX, "n")))).isEqualTo(100);
  }

  @Test
  void conflictInABatchLeavesTheOthersAlone() throws Exception {
    CountDownLatch letGo = hold();
    CompletableFuture<Outcome> first = committer.commit(RocksCommit.of(next(0)));
    CompletableFuture<Outcome> loser = committer.commit(RocksCommit.of(next(0)));
    CompletableFuture<Outcome> second = committer.commit(RocksCommit.of(next(1)));
    letGo.countDown();
    assertThat(first.get()).isEqualTo(new Outcome.Done());
    assertThat(loser.get()).isEqualTo(new Outcome.Conflict(new Expect.Absent(ROW)));
    assertThat(second.get()).isEqualTo(new Outcome.Done());
    assertThat(RocksBatch.counterSum(rows.get(RowKeys.counter(INDEX, "n")))).isEqualTo(2);
  }

  @Test
  void damagedCounterFailsItsCommitOnly() throws Exception {
    rows.write(Map.of(RowKeys.counter(INDEX, "n"), Optional.of(ONE)));
    CountDownLatch letGo = hold();
    CompletableFuture<Outcome> damaged = committer.commit(RocksCommit.of(next(0)));
    Commit other = Commit.in(INDEX, GROUP).expectAbsent(ROW).put(ROW, ONE).build();
    CompletableFuture<Outcome> fine = committer.commit(RocksCommit.of(other));
    letGo.countDown();
    assertThat(fine.get()).isEqualTo(new Outcome.Done());
    assertThatThrownBy(damaged::get).hasCauseInstanceOf(Corrupt.class);
  }

  @Test
  void deathWhileWritingLeavesOutcomesUnknownAndRefusesTheRest() throws Exception {
    CountDownLatch letGo = hold();
    CompletableFuture<Outcome> written = committer.commit(RocksCommit.of(next(0)));
    CompletableFuture<Outcome> deadly = committer.commit(deadly());
    CompletableFuture<Boolean> behind = committer.alone(() -> true);
    CompletableFuture<Outcome> farBehind = committer.commit(RocksCommit.of(next(1)));
    letGo.countDown();
    assertThat(deadly.get()).isInstanceOf(Outcome.Unknown.class);
    assertThat(written.get()).isInstanceOf(Outcome.Unknown.class);
    assertThatThrownBy(behind::get).hasCauseInstanceOf(Unavailable.class);
    assertThatThrownBy(farBehind::get).hasCauseInstanceOf(Unavailable.class);
    committer.stop();
    assertThatThrownBy(() -> committer.commit(RocksCommit.of(next(1))))
        .isInstanceOf(Unavailable.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(rows.get(RowKeys.entry(INDEX, new Key(GROUP, ROW)))).isEmpty();
  }

  @Test
  void commitsThatBelongTogetherAreInOneBatch() throws Exception {
    RocksCommit first = RocksCommit.of(Commit.in(INDEX, ROW).put(ROW, ROW).build());
    CompletableFuture<Outcome> unknown = committer.commit(List.of(first, deadly()));
    assertThat(unknown.get()).isInstanceOf(Outcome.Unknown.class);
    assertThat(rows.get(RowKeys.entry(INDEX, new Key(ROW, ROW)))).isEmpty();
  }

  @Test
  void deathInATurnAnswersEverybody() throws Exception {
    CountDownLatch letGo = hold();
    CompletableFuture<Boolean> deadly =
        committer.alone(() -> {
          throw new IllegalStateException("bug");
        });
    CompletableFuture<Outcome> behind = committer.commit(RocksCommit.of(next(0)));
    letGo.countDown();
    assertThatThrownBy(deadly::get).hasCauseInstanceOf(Unavailable.class);
    assertThatThrownBy(behind::get).hasCauseInstanceOf(Unavailable.class);
  }

  @Test
  void callersThatWaitForAFullQueueAreAnsweredWhenTheThreadDies() throws Exception {
    CountDownLatch letGo = hold();
    CompletableFuture<Outcome> deadly = committer.commit(deadly());
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      callers.add(Thread.ofVirtual().start(this::commitOrFail));
    }
    letGo.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(deadly.get()).isInstanceOf(Outcome.Unknown.class);
    assertThat(rows.get(RowKeys.entry(INDEX, new Key(GROUP, ROW)))).isEmpty();
  }

  private void commitOrFail() {
    try {
      committer.commit(RocksCommit.of(next(0))).join();
    } catch (RuntimeException e) {
      assertThat(e.getCause()).isInstanceOfAny(Unavailable.class, IllegalStateException.class);
    }
  }

  /** Keeps the thread busy, so that what follows is in its queue together. */
  private CountDownLatch hold() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    CompletableFuture<Boolean> busy =
        committer.alone(() -> {
          held.countDown();
          return await(letGo);
        });
    assertThat(await(held)).isTrue();
    assertThat(busy).isNotDone();
    return letGo;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The commit that counts from a number to the next. */
  private static Commit next(int from) {
    Commit.Builder change = Commit.in(INDEX, GROUP).put(ROW, value(from + 1)).add("n", 1);
    return (from == 0 ? change.expectAbsent(ROW) : change.expectEqual(ROW, value(from))).build();
  }

  private static Bytes value(int number) {
    return Bytes.utf8("value " + number);
  }

  /** Ends the thread as a bug would. */
  private static RocksCommit deadly() {
    Map<Bytes, Optional<Bytes>> changes =
        new AbstractMap<>() {
          @Override
          public Set<Map.Entry<Bytes, Optional<Bytes>>> entrySet() {
            throw new IllegalStateException("bug");
          }
        };
    return new RocksCommit(RowKeys.index(INDEX), List.of(), changes, Map.of(), 1);
  }
}
