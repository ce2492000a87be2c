package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.NO_HEADERS;
import static dev.coffer.store.TestStore.bytes;
import static dev.coffer.store.TestStore.putOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.WriteConditions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: many at once on one key; with stores that leave outcomes open, too. */
final class RacesTest {
  private static final int MANY = 16;
  private static final String LARGE = "x".repeat(20_000);

  static Stream<KvStore> stores() {
    return Stream.of(
        new MemoryKv(), MemoryKv.hostile(1), MemoryKv.hostile(2), MemoryKv.hostile(3, 40));
  }

  private static void together(IntConsumer action) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        int number = i;
        all.add(threads.submit(() -> action.accept(number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  /** Runs what may meet an undecided commit; empty then. */
  private static <T> Optional<T> tried(Supplier<T> action) {
    try {
      return Optional.ofNullable(action.get());
    } catch (Unavailable _) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void conditionalCreateHasExactlyOneWinner(KvStore kv) throws Exception {
    TestStore test = TestStore.over(kv);
    for (int round = 0; round < 10; round++) {
      String key = "key-" + round;
      var winners = new ConcurrentLinkedQueue<Integer>();
      var undecided = new AtomicInteger();
      together(number -> {
        try {
          test.put(putOp(key, bytes(number + LARGE), NO_HEADERS, new WriteConditions(null, "*")));
          winners.add(number);
        } catch (Unavailable _) {
          undecided.incrementAndGet();
        } catch (S3Exception e) {
          assertThat(e.error()).isEqualTo(S3Error.PreconditionFailed);
        }
      });
      assertThat(winners.size()).isLessThanOrEqualTo(1);
      if (undecided.get() == 0) {
        assertThat(winners).hasSize(1);
      }
      if (!winners.isEmpty()) {
        assertThat(test.text(key)).isEqualTo(winners.element() + LARGE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void everyAcknowledgedVersionIsThere(KvStore kv) throws Exception {
    TestStore test = TestStore.over(kv);
    test.setVersioning("Enabled");
    var acknowledged = new ConcurrentLinkedQueue<String>();
    together(number -> {
      for (int i = 0; i < 5; i++) {
        tried(() -> test.put("key", number + LARGE).versionId()).ifPresent(acknowledged::add);
      }
    });
    assertThat(acknowledged).doesNotHaveDuplicates().hasSizeGreaterThan(MANY);
    acknowledged.forEach(id -> assertThat(test.text("key", id)).endsWith(LARGE));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void putsAndDeletesLeaveAKeyThatIsWhole(KvStore kv) throws Exception {
    TestStore test = TestStore.over(kv);
    var read = new AtomicInteger();
    together(number -> {
      for (int i = 0; i < 10; i++) {
        switch (number % 4) {
          case 0 -> tried(() -> test.delete("key"));
          case 1 -> read.addAndGet(readWhole(test) ? 1 : 0);
          default -> tried(() -> test.put("key", number + LARGE));
        }
        if (number == 2) {
          test.store.sweep().sweepOnce();
        }
      }
    });
    tried(() -> test.delete("key"));
    tried(() -> test.delete("key"));
    Set<String> kinds = new HashSet<>(kinds(test));
    test.store.sweep().sweepOnce();
    test.store.sweep().sweepOnce();
    assertThat(kinds).isSubsetOf("c", "g");
    if (readWhole(test)) {
      assertThat(kinds(test)).containsExactly("c");
    } else {
      assertThat(kinds(test)).isEmpty();
    }
  }

  /** False when there is nothing. */
  private static boolean readWhole(TestStore test) {
    try {
      assertThat(test.text("key")).endsWith(LARGE);
      return true;
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.NoSuchKey);
      return false;
    } catch (Unavailable _) {
      return false;
    }
  }

  private static List<String> kinds(TestStore test) {
    var index = test.store.buckets().require(BUCKET).index();
    List<String> kinds = new ArrayList<>();
    Iterator<Entry> rows = KvScan.entries(test.kv, index, Key.startOf(Bytes.of((byte) 0)), 100);
    rows.forEachRemaining(row -> kinds.add(row.key().suffix().slice(0, 1).toUtf8()));
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void suspendedRacesKeepOneNullVersion(long seed) throws Exception {
    TestStore test = TestStore.over(MemoryKv.hostile(seed));
    test.setVersioning("Enabled");
    test.put("key", "kept 1");
    test.setVersioning("Suspended");
    together(number -> {
      if (number % 5 == 0) {
        tried(() -> test.delete("key", "null"));
      } else {
        tried(() -> test.put("key", number + LARGE));
      }
    });
    List<String> kinds = kinds(test);
    assertThat(kinds.stream().filter("c"::equals)).hasSize(1);
    assertThat(kinds.stream().filter("e"::equals).count()).isLessThanOrEqualTo(1);
  }
}
