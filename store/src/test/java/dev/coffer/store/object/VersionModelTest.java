package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.VersionCensus.Stretch;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Deleted;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random requests about versions, in a bucket whose versioning is enabled and suspended at will,
 * against a model in memory that keeps a list of versions for each key.
 */
final class VersionModelTest {
  private static final List<String> KEYS = List.of("a", "b", "b/c");
  private static final ObjectLockHeaders UNLOCKED = ObjectLockHeaders.NONE;

  /** Bodies that are kept in rows, and such that are not. */
  private static final int MAX_BODY_BYTES = 30_000;

  /** A version; a marker has no text. */
  private record Known(String id, @Nullable String text) {
    boolean marker() {
      return text == null;
    }
  }

  /** Newest first. */
  private final Map<String, List<Known>> model = new LinkedHashMap<>();

  private final Locking requests = new Locking(TestStore.withBucket());
  private final TestStore test = requests.test;
  private String versioning = "";

  @ParameterizedTest
  @CsvSource({"20261129,10000", "1,2000", "8,2000"})
  void theStoreDoesWhatTheModelDoes(long seed, int steps) {
    var random = new Random(seed);
    KEYS.forEach(key -> model.put(key, new ArrayList<>()));
    for (int step = 0; step < steps; step++) {
      String where = "seed " + seed + " step " + step;
      step(random, where);
      if (step % 100 == 0) {
        compare(where);
      }
    }
    compare("seed " + seed);
    requireCounted();
    test.store.close();
  }

  private void step(Random random, String where) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    switch (random.nextInt(20)) {
      case 0 -> test.clock.advance(Duration.ofMillis(random.nextInt(5_000)));
      case 1 -> setVersioning(random);
      case 2, 3, 4, 5 -> put(key, random);
      case 6, 7 -> copy(key, random);
      case 8, 9 ->
          assertThat(requests.delete(key, null, null).versionId())
              .as(where)
              .satisfies(id -> removed(key, null, id));
      case 10, 11, 12 -> deleteVersion(key, random, where);
      case 13 -> deleteMany(random, where);
      case 14, 15 -> readVersion(key, random, where);
      default -> requireCurrent(key, where);
    }
  }

  /** Never versioned at first, and never again so. */
  private void setVersioning(Random random) {
    if (random.nextInt(4) == 0) {
      versioning = random.nextBoolean() ? "Enabled" : "Suspended";
      test.setVersioning(versioning);
    }
  }

  private void put(String key, Random random) {
    String text = Integer.toString(random.nextInt(100_000));
    if (random.nextInt(8) == 0) {
      text = text.repeat(1 + random.nextInt(MAX_BODY_BYTES / text.length()));
    }
    written(key, requests.put(key, UNLOCKED, bytes(text)), text);
  }

  private void copy(String key, Random random) {
    String from = KEYS.get(random.nextInt(KEYS.size()));
    Known source = any(from, random);
    if (source != null && source.text() != null) {
      written(key, requests.copy(from, source.id(), key, UNLOCKED), source.text());
    }
  }

  /** Only where versioning is enabled does a write leave what there is. */
  private void written(String key, String id, @Nullable String text) {
    List<Known> versions = versions(key);
    if (!versioning.equals("Enabled")) {
      assertThat(id).isEqualTo("null");
      versions.removeIf(known -> known.id().equals(id));
    }
    assertThat(versions).extracting(Known::id).doesNotContain(id);
    versions.addFirst(new Known(id, text));
  }

  /** What a removal that was done does; one without a version answers with its marker. */
  private void removed(String key, @Nullable String id, @Nullable String marker) {
    if (id != null) {
      versions(key).removeIf(known -> known.id().equals(id));
    } else if (versioning.isEmpty()) {
      assertThat(marker).isNull();
      versions(key).clear();
    } else {
      written(key, Objects.requireNonNull(marker), null);
    }
  }

  private void deleteVersion(String key, Random random, String where) {
    Known known = any(key, random);
    String id = known == null || random.nextInt(10) == 0 ? someId(random) : known.id();
    Known found = find(key, id);
    var output = requests.delete(key, id, null);
    assertThat(output.versionId()).as(where).isEqualTo(id);
    assertThat(Boolean.TRUE.equals(output.deleteMarker()))
        .as(where)
        .isEqualTo(found != null && found.marker());
    removed(key, id, null);
  }

  private void deleteMany(Random random, String where) {
    var targets = new ArrayList<Target>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      Known known = any(key, random);
      boolean current = known == null || random.nextInt(3) == 0;
      targets.add(new Target(key, current ? null : known.id(), null));
    }
    DeleteObjects.Output output = requests.deleteMany(null, targets);
    assertThat(output.errors()).as(where).isEmpty();
    assertThat(output.deleted()).as(where).hasSameSizeAs(targets);
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      Deleted deleted = output.deleted().get(i);
      assertThat(deleted.key()).as(where).isEqualTo(target.key());
      assertThat(deleted.versionId()).as(where).isEqualTo(target.versionId());
      removed(target.key(), target.versionId(), deleted.deleteMarkerVersionId());
    }
  }

  private void readVersion(String key, Random random, String where) {
    Known known = any(key, random);
    String id = known == null || random.nextInt(5) == 0 ? someId(random) : known.id();
    Known there = find(key, id);
    if (there == null) {
      refused(S3Error.NoSuchVersion, where, () -> test.text(key, id));
    } else if (there.marker()) {
      refused(S3Error.MethodNotAllowed, where, () -> test.text(key, id));
    } else {
      assertThat(test.text(key, id)).as(where).isEqualTo(there.text());
    }
  }

  private void requireCurrent(String key, String where) {
    List<Known> versions = versions(key);
    if (versions.isEmpty() || versions.getFirst().marker()) {
      refused(S3Error.NoSuchKey, where, () -> test.text(key));
    } else {
      assertThat(test.text(key)).as(where).isEqualTo(versions.getFirst().text());
    }
  }

  private static void refused(S3Error error, String where, Runnable read) {
    S3Error refusal = null;
    try {
      read.run();
    } catch (S3Exception e) {
      refusal = e.error();
    }
    assertThat(refusal).as(where).isEqualTo(error);
  }

  private List<Known> versions(String key) {
    return Objects.requireNonNull(model.get(key));
  }

  private @Nullable Known any(String key, Random random) {
    List<Known> versions = versions(key);
    return versions.isEmpty() ? null : versions.get(random.nextInt(versions.size()));
  }

  private @Nullable Known find(String key, String id) {
    return versions(key).stream().filter(known -> known.id().equals(id)).findFirst().orElse(null);
  }

  /** The null version, one of any key, or one that never was. */
  private String someId(Random random) {
    Known other = any(KEYS.get(random.nextInt(KEYS.size())), random);
    return switch (random.nextInt(3)) {
      case 0 -> "null";
      case 1 -> "0".repeat(32);
      default -> other == null ? "f".repeat(32) : other.id();
    };
  }

  private void compare(String where) {
    List<String> versions = new ArrayList<>();
    List<String> markers = new ArrayList<>();
    model.forEach((key, all) -> {
      for (Known known : all) {
        String line = key + " " + known.id() + " " + known.equals(all.getFirst());
        (known.marker() ? markers : versions).add(line);
        if (!known.marker()) {
          assertThat(test.text(key, known.id())).as(where).isEqualTo(known.text());
        }
      }
    });
    var op = new ListObjectVersions(BUCKET, null, null, null, null, null, null, null, null, null);
    ListObjectVersions.Output listed = test.store.versionListings().list(CALLER, op);
    assertThat(listed.truncated()).isFalse();
    assertThat(listed.versions())
        .as(where)
        .extracting(v -> v.key() + " " + v.versionId() + " " + v.latest())
        .isEqualTo(versions);
    assertThat(listed.deleteMarkers())
        .as(where)
        .extracting(v -> v.key() + " " + v.versionId() + " " + v.latest())
        .isEqualTo(markers);
  }

  private void requireCounted() {
    Bucket bucket = test.store.buckets().require(BUCKET);
    var tallies = new Tallies(test.kv, Bucket::indexOf);
    var census = new VersionCensus(test.kv, tallies, new VersionTally(tallies), VersionCensus.ROWS);
    Stretch found = census.scan(bucket, null);
    assertThat(tallies.counts(bucket.id())).isEqualTo(found.counts());
    assertThat(found.uncounted()).isZero();
  }
}
