package dev.coffer.store.object;

import static dev.coffer.store.object.World.BUCKET;
import static dev.coffer.store.object.World.CALLER;
import static dev.coffer.store.object.World.NO_HEADERS;
import static dev.coffer.store.object.World.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.VersionCensus.Stretch;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: after any operation, finished, refused, undecided or broken off, a bucket's counters are
 * what a scan adds up to. {@code -Dcoffer.counter.seeds} says how many seeds.
 */
final class CountersNeverDriftTest {
  private static final int STEPS = 120;
  private static final int KEYS = 4;
  private static final int THREADS = 8;
  private static final int ROTATIONS = 10;

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("coffer.counter.seeds", 30));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void countersAreWhatAScanFindsAfterEveryStep(long seed) {
    var random = new SplittableRandom(seed);
    try (Life life = new Life(folder, seed % 3 == 0 ? new MemoryKv() : MemoryKv.hostile(seed))) {
      for (int step = 0; step < STEPS; step++) {
        life.step(random);
        life.requireExact("seed " + seed + ", step " + step);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void countersAreWhatAScanFindsAfterRaces(long seed) throws Exception {
    try (Life life = new Life(folder, seed == 0 ? new MemoryKv() : MemoryKv.hostile(seed))) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          var random = new SplittableRandom(100 * seed + i);
          all.add(threads.submit(() -> life.race(random)));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      life.requireExact("seed " + seed);
    }
  }

  /** The process ends here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One store and what is done to it. */
  private static final class Life implements AutoCloseable {
    private final Breaking kv;
    private final List<String> keyArns = new ArrayList<>();
    private final AtomicInteger rotations = new AtomicInteger();
    private World world;

    Life(Path folder, KvStore store) {
      this.kv = new Breaking(store, Crash::new);
      this.world = new World(folder, kv);
      makeKeys();
    }

    /** A key service's keys end with its process here, so there are others afterwards. */
    private void makeKeys() {
      keyArns.clear();
      rotations.set(0);
      for (int i = 0; i < 2; i++) {
        keyArns.add(world.keys().create(CALLER));
      }
    }

    /** Every eighth time the process ends somewhere in it. */
    void step(SplittableRandom random) {
      kv.breakAfter(random.nextInt(8) == 0 ? random.nextInt(14) : Breaking.NEVER);
      try {
        act(random);
      } catch (Unavailable | S3Exception _) {
        // Undecided or refused: the counters must be right all the same.
      } catch (Crash _) {
        kv.breakAfter(Breaking.NEVER);
        world = world.restart();
        makeKeys();
      } finally {
        kv.breakAfter(Breaking.NEVER);
      }
    }

    void race(SplittableRandom random) {
      for (int step = 0; step < STEPS / 4; step++) {
        try {
          act(random);
        } catch (Unavailable | S3Exception _) {
          // As above.
        }
      }
    }

    private void act(SplittableRandom random) {
      String key = "key-" + random.nextInt(KEYS);
      switch (random.nextInt(17)) {
        case 0, 1, 2 -> world.put(key, noise(1, random.nextInt(200)));
        case 3 -> world.put(key, noise(2, 17_000 + random.nextInt(9)));
        case 4, 5 -> world.delete(key, null);
        case 6, 7 -> deleteAVersion(key, random);
        case 8 -> world.versioning(random.nextBoolean() ? "Enabled" : "Suspended");
        case 9 -> copy(key, "key-" + random.nextInt(KEYS));
        case 10 -> upload(key, random);
        case 11, 12 -> world.put(key, noise(5, random.nextInt(99)), NO_HEADERS, encrypted(random));
        case 13, 14 -> update(key, random);
        case 15 -> rotate(random);
        default -> world.store().sweep().sweepOnce();
      }
    }

    /** As often as a key may be. */
    private void rotate(SplittableRandom random) {
      if (rotations.incrementAndGet() <= ROTATIONS) {
        world.keys().rotate(CALLER, keyArns.get(random.nextInt(keyArns.size())));
      }
    }

    private Sse encrypted(SplittableRandom random) {
      String keyArn = keyArns.get(random.nextInt(keyArns.size()));
      boolean twoLayers = random.nextInt(3) == 0;
      return twoLayers
          ? new Sse("aws:kms:dsse", keyArn, null, null)
          : new Sse("aws:kms", keyArn, null, String.valueOf(random.nextBoolean()));
    }

    private void update(String key, SplittableRandom random) {
      List<VersionRow> versions = versions(key);
      if (!versions.isEmpty()) {
        String id = versions.get(random.nextInt(versions.size())).id().text();
        String keyArn = keyArns.get(random.nextInt(keyArns.size()));
        var target = new ObjectEncryption.Target(keyArn, String.valueOf(random.nextBoolean()));
        var document = Document.of(new ObjectEncryption(target, null, null, null));
        var op = new UpdateObjectEncryption(BUCKET, key, id, Integrity.NONE, null, null, document);
        world.store().encryptionUpdates().update(CALLER, op);
      }
    }

    private void deleteAVersion(String key, SplittableRandom random) {
      List<VersionRow> versions = versions(key);
      if (!versions.isEmpty()) {
        VersionRow version = versions.get(random.nextInt(versions.size()));
        world.delete(key, version.id().text());
      }
    }

    private List<VersionRow> versions(String key) {
      Iterator<Entry> rows = KvScan.group(kv, bucket().index(), Bytes.utf8(key));
      List<VersionRow> versions = new ArrayList<>();
      rows.forEachRemaining(row -> {
        if (Suffixes.isVersion(row.key().suffix())) {
          versions.add(VersionRow.decode(row.value()));
        }
      });
      return versions;
    }

    private void copy(String from, String to) {
      var op =
          new CopyObject(
              BUCKET,
              to,
              source(from),
              from.equals(to) ? "REPLACE" : null,
              null,
              null,
              NO_HEADERS,
              Sse.NONE,
              SseCustomer.NONE,
              Acl.NONE,
              null,
              Extras.NONE,
              WriteConditions.NONE,
              null,
              null);
      try {
        world.store().copies().copyObject(CALLER, op);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static CopySource source(String key) {
      return new CopySource(
          BUCKET + "/" + key,
          null,
          null,
          null,
          null,
          new CopySourceSseCustomer(null, null, null),
          null);
    }

    private void upload(String key, SplittableRandom random) {
      Uploading upload = Uploading.begin(world, key);
      var part = upload.sent(1, noise(3, 1 + random.nextInt(99)));
      upload.part(2, noise(4, 5));
      if (random.nextBoolean()) {
        upload.complete(part);
      } else {
        upload.abort();
      }
    }

    private Bucket bucket() {
      return world.store().buckets().require(BUCKET);
    }

    /** Counters and scan of one and the same state. */
    void requireExact(String after) {
      Bucket bucket = bucket();
      var tallies = new Tallies(kv, Bucket::indexOf);
      var census = new VersionCensus(kv, tallies, new VersionTally(tallies), VersionCensus.ROWS);
      Stretch found;
      Map<SealedUnder, Count> counted;
      long changes;
      do {
        found = census.scan(bucket, null);
        counted = tallies.counts(bucket.id());
        changes = census.scan(bucket, null).changesAfter();
      } while (found.changesBefore() != changes);
      assertThat(counted).as(after).isEqualTo(found.counts());
      assertThat(found.uncounted()).as(after).isZero();
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
