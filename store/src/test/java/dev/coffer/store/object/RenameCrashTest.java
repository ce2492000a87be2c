package dev.coffer.store.object;

import static dev.coffer.store.object.Renaming.beside;
import static dev.coffer.store.object.Renaming.hints;
import static dev.coffer.store.object.Renaming.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.Renaming.Body;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: wherever a rename breaks off, and whoever comes between, the object is at one of its two
 * keys, whole, and in the end nothing else is left.
 */
final class RenameCrashTest {
  private static final int THREADS = 6;
  private static final int STEPS = 25;

  @TempDir private Path folder;

  /** The process ends here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What comes first after the crash. */
  enum After {
    SWEEP,
    LIST,
    PUT_SOURCE,
    DELETE_SOURCE,
    PUT_DESTINATION,
    DELETE_DESTINATION,
    RENAME_AGAIN,
    RENAME_BACK
  }

  private static void act(World world, After after) {
    switch (after) {
      case SWEEP -> {}
      case LIST -> assertThat(keys(world)).isNotEmpty();
      case PUT_SOURCE -> world.put("from", World.noise(50, 20_001));
      case DELETE_SOURCE -> world.delete("from", null);
      case PUT_DESTINATION -> world.put("to", World.noise(51, 20_001));
      case DELETE_DESTINATION -> world.delete("to", null);
      case RENAME_AGAIN -> renameIfThere(world, "from", "to");
      case RENAME_BACK -> renameIfThere(world, "to", "from");
    }
  }

  private static void renameIfThere(World world, String from, String to) {
    try {
      Renaming.rename(world, from, to);
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.NoSuchKey);
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Body.values())
        .flatMap(body ->
            Stream.of(After.values())
                .filter(after -> body != Body.INLINE || after == After.SWEEP)
                .map(after -> Arguments.of(body, after)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsAtEveryCall(Body body, After after) {
    int calls = 0;
    boolean broken = true;
    while (broken) {
      try (Broken attempt = new Broken(folder.resolve("at-" + calls), body)) {
        broken = attempt.breakAt(calls);
        attempt.requireOneWhole(List.of("from", "to"));
        act(attempt.world, after);
        attempt.requireNoneMixed(after);
        attempt.requireNothingLeft();
      }
      calls++;
    }
    assertThat(calls).as("calls that could be the last").isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void theSameRequestIsRepeatedAfterEveryCall(Body body) {
    RenameObject op = Renaming.op("from", "to", Preconditions.NONE, "client-token");
    int calls = 0;
    boolean broken = true;
    while (broken) {
      try (Broken attempt = new Broken(folder.resolve("at-" + calls), body)) {
        broken = attempt.breakAt(calls, op);
        attempt.world.store().renames().rename(World.CALLER, op);
        assertThat(keys(attempt.world)).containsExactly("to");
        assertThat(attempt.world.get("to", null)).isEqualTo(body.content(1));
        attempt.requireNothingLeft();
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  /** A rename that breaks off. */
  private static final class Broken implements AutoCloseable {
    private final Breaking kv = new Breaking(new MemoryKv(), Crash::new);
    private final Body body;
    private World world;

    Broken(Path folder, Body body) {
      this.body = body;
      this.world = new World(folder, kv);
      body.put(world, "from", 1);
      Body.BLOB.put(world, "to", 2);
    }

    boolean breakAt(int calls) {
      return breakAt(calls, Renaming.op("from", "to"));
    }

    /** False when it did not break any more. */
    boolean breakAt(int calls, RenameObject op) {
      kv.breakAfter(calls);
      try {
        world.store().renames().rename(World.CALLER, op);
        return false;
      } catch (Crash _) {
        kv.breakAfter(Breaking.NEVER);
        world = world.restart();
        return true;
      } finally {
        kv.breakAfter(Breaking.NEVER);
      }
    }

    void requireOneWhole(List<String> keys) {
      List<String> there = keys(world);
      for (String key : keys) {
        assertThat(there.contains(key)).isEqualTo(content(key) != null);
      }
      long whole =
          keys.stream().filter(key -> Arrays.equals(content(key), body.content(1))).count();
      assertThat(whole).as("the object is at exactly one key").isEqualTo(1);
      assertThat(keptKeys()).as("what is there without a server").isEqualTo(there);
    }

    private List<String> keptKeys() {
      List<String> kept = new ArrayList<>();
      Bucket bucket = world.store().buckets().require(World.BUCKET, null);
      world.salvage().each(bucket, version -> kept.add(version.at().key()));
      return kept;
    }

    /** Whatever is there now is what somebody wrote. */
    void requireNoneMixed(After after) {
      for (String key : keys(world)) {
        byte[] content = content(key);
        assertThat(content).as(key + " after " + after).isNotNull();
        assertThat(
                List.of(
                        body.content(1),
                        Body.BLOB.content(2),
                        World.noise(50, 20_001),
                        World.noise(51, 20_001))
                    .stream()
                    .anyMatch(known -> Arrays.equals(known, content)))
            .isTrue();
      }
    }

    private byte @Nullable [] content(String key) {
      try {
        return world.get(key, null);
      } catch (S3Exception e) {
        assertThat(e.error()).isEqualTo(S3Error.NoSuchKey);
        return null;
      }
    }

    /** After the objects went, nothing is there, and the bucket may go. */
    void requireNothingLeft() {
      world.pass(3 * 3600 * 1000);
      world.store().sweep().sweepOnce();
      assertThat(hints(world)).isEmpty();
      for (String key : keys(world)) {
        assertThat(content(key)).isNotNull();
        world.delete(key, null);
      }
      world.pass(3 * 3600 * 1000);
      world.store().sweep().sweepOnce();
      assertThat(beside(world)).allMatch(row -> row.equals("to/t") || row.equals("from/t"));
      world
          .store()
          .bucketRemoval()
          .deleteBucket(World.CALLER, new DeleteBucket(World.BUCKET, null));
      assertThat(world.blobsAfterSweep()).isZero();
    }

    @Override
    public void close() {
      world.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void manyAtOnceLoseNothingAndDoubleNothing(long seed) throws Exception {
    KvStore kv = seed == 0 ? new MemoryKv() : MemoryKv.hostile(seed);
    try (var world = new World(folder, kv)) {
      var race = new Race(world);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          var random = new SplittableRandom(100 * seed + i);
          all.add(threads.submit(() -> race.run(random)));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      race.requireEachOnce();
      for (String key : keys(world)) {
        tried(() -> world.delete(key, null));
      }
      world.pass(3 * 3600 * 1000);
      world.store().sweep().sweepOnce();
      for (String key : keys(world)) {
        tried(() -> world.delete(key, null));
      }
      for (int i = 0; i < 5; i++) { // a removal that is undecided is for the next round
        tried(() -> world.store().sweep().sweepOnce());
        world.pass(3 * 3600 * 1000);
      }
      assertThat(beside(world)).allMatch(row -> row.endsWith("/t"));
      if (seed == 0) { // an undecided write leaves its blob to the next session
        assertThat(world.blobsAfterSweep()).isZero();
      }
    }
  }

  private static void tried(Runnable action) {
    try {
      action.run();
    } catch (Unavailable _) {
      // Undecided: what it did or did not do is right either way.
    }
  }

  /** Renames, puts and deletes on a few keys; each content is put once. */
  private static final class Race {
    private static final int KEYS = 3;

    private final World world;
    private final AtomicLong next = new AtomicLong(1000);
    private final ConcurrentHashMap<String, Long> written = new ConcurrentHashMap<>();

    Race(World world) {
      this.world = world;
    }

    void run(SplittableRandom random) {
      for (int step = 0; step < STEPS; step++) {
        String key = "key-" + random.nextInt(KEYS);
        String other = "key-" + random.nextInt(KEYS);
        try {
          switch (random.nextInt(6)) {
            case 0, 1 -> put(key);
            case 2 -> world.delete(key, null);
            default -> Renaming.rename(world, key, other);
          }
        } catch (Unavailable | S3Exception _) {
          // Undecided or refused: both are as good as what another thread did.
        }
      }
    }

    private void put(String key) {
      long seed = next.incrementAndGet();
      byte[] content = World.noise(seed, 18_000);
      written.put(digest(content), seed);
      world.put(key, content);
    }

    void requireEachOnce() {
      List<String> found = new ArrayList<>();
      for (String key : keys(world)) {
        found.add(digest(world.get(key, null)));
      }
      assertThat(found).doesNotHaveDuplicates();
      assertThat(written.keySet()).containsAll(found);
    }

    private static String digest(byte[] content) {
      return Arrays.hashCode(content) + "-" + content[0] + content[1];
    }
  }
}
