package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Failed;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ObjectLockConfiguration;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random requests about versions and locks, against a model in memory that says which of them
 * succeed and what is there afterwards. Versioning cannot be suspended where locks are, so the null
 * versions are those from before.
 */
final class LockModelTest {
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<String> MODES = List.of("GOVERNANCE", "COMPLIANCE");

  /** A version as the model knows it; a marker has neither text nor lock. */
  private static final class Known {
    final String id;
    final boolean marker;
    final String text;
    @Nullable String mode;
    @Nullable Instant until;
    @Nullable Boolean held;

    Known(String id, String text) {
      this.id = id;
      this.marker = text.isEmpty();
      this.text = text;
    }

    boolean bound(Instant now) {
      return until != null && now.isBefore(until);
    }

    boolean removable(Instant now, boolean bypass) {
      if (Boolean.TRUE.equals(held)) {
        return false;
      }
      return !bound(now) || (bypass && "GOVERNANCE".equals(mode));
    }

    boolean changes(@Nullable String toMode, @Nullable Instant to, Instant now, boolean bypass) {
      if (!bound(now) || (bypass && "GOVERNANCE".equals(mode))) {
        return true;
      }
      return to != null && !to.isBefore(until) && toMode != null && toMode.equals(mode);
    }

    ObjectLockHeaders lock() {
      return new ObjectLockHeaders(
          mode, until == null ? null : LockRules.text(until), held == null ? null : hold(held));
    }

    private static String hold(boolean held) {
      return held ? "ON" : "OFF";
    }
  }

  /** Newest first. */
  private final Map<String, List<Known>> model = new LinkedHashMap<>();

  private final Locking locking = new Locking(TestStore.withBucket());

  /** What new versions get that say nothing; in days, none if there is no mode. */
  private @Nullable String defaultMode;

  private int defaultDays;

  @ParameterizedTest
  @CsvSource({"20261129,10000", "1,2000", "8,2000"})
  void theStoreDoesWhatTheModelDoes(long seed, int steps) {
    var random = new Random(seed);
    for (String key : KEYS) {
      String text = "null of " + key;
      String id = locking.put(key, ObjectLockHeaders.NONE, TestStore.bytes(text));
      assertThat(id).isEqualTo("null");
      model.put(key, new ArrayList<>(List.of(new Known(id, text))));
    }
    locking.test.setVersioning("Enabled");
    locking.configure(new ObjectLockConfiguration("Enabled", null));
    int refused = 0;
    for (int step = 0; step < steps; step++) {
      boolean should = step(random, "seed " + seed + " step " + step);
      refused += should ? 0 : 1;
      if (step % 250 == 0) {
        compare("seed " + seed + " step " + step);
      }
    }
    compare("seed " + seed);
    assertThat(refused).as("the seed tries locks").isGreaterThan(steps / 50);
    locking.test.store.close();
  }

  private boolean step(Random random, String where) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    List<Known> versions = model.getOrDefault(key, List.of());
    Instant now = locking.test.clock.instant();
    int choice = random.nextInt(100);
    if (choice < 10) {
      locking.test.clock.advance(Duration.ofMinutes(random.nextInt(60)));
      return true;
    }
    if (choice < 12) {
      setDefault(random);
      return true;
    }
    if (choice < 27 || versions.isEmpty()) {
      put(key, null, random, now);
      return true;
    }
    if (choice < 33) {
      put(
          KEYS.get(random.nextInt(KEYS.size())),
          versions.get(random.nextInt(versions.size())),
          random,
          now);
      return true;
    }
    if (choice < 37) {
      marked(key, String.valueOf(locking.delete(key, null, null).versionId()));
      return true;
    }
    if (choice < 41) {
      return deleteMany(random, where);
    }
    Known known = versions.get(random.nextInt(versions.size()));
    boolean bypass = random.nextBoolean();
    if (choice < 65) {
      boolean should = known.marker || known.removable(now, bypass);
      agree(should, where, () -> locking.delete(key, known.id, bypass));
      if (should) {
        versions.remove(known);
      }
      return should;
    }
    if (known.marker) {
      return true;
    }
    if (choice < 75) {
      boolean held = random.nextInt(3) == 0;
      locking.hold(key, known.id, held);
      known.held = held;
      return true;
    }
    return retain(key, known, random, bypass, where);
  }

  private void setDefault(Random random) {
    defaultMode = random.nextInt(3) == 0 ? null : MODES.get(random.nextInt(2));
    defaultDays = 1 + random.nextInt(2);
    if (defaultMode == null) {
      locking.configure(new ObjectLockConfiguration("Enabled", null));
    } else {
      locking.byDefault(defaultMode, defaultDays, null);
    }
  }

  /** A new version: of a new text, or a copy of what another holds. */
  private void put(String key, @Nullable Known copied, Random random, Instant now) {
    if (copied != null && copied.marker) {
      return;
    }
    Instant until = random.nextInt(3) == 0 ? until(random, now) : null;
    String mode = until == null ? null : MODES.get(random.nextInt(2));
    Boolean held = random.nextInt(5) == 0 ? random.nextBoolean() : null;
    var asked =
        new ObjectLockHeaders(
            mode,
            until == null ? null : LockRules.text(until),
            held == null ? null : Known.hold(held));
    Known known = written(key, copied, asked, random);
    boolean said = until != null || defaultMode == null;
    known.mode = said ? mode : defaultMode;
    known.until = said ? until : millis(now.plus(Duration.ofDays(defaultDays)));
    known.held = held;
    versions(key).addFirst(known);
  }

  private Known written(
      String key, @Nullable Known copied, ObjectLockHeaders asked, Random random) {
    if (copied == null) {
      String text = "text " + random.nextInt();
      return new Known(locking.put(key, asked, TestStore.bytes(text)), text);
    }
    return new Known(locking.copy(keyOf(copied), copied.id, key, asked), copied.text);
  }

  private String keyOf(Known known) {
    return KEYS.stream().filter(key -> versions(key).contains(known)).findFirst().orElseThrow();
  }

  private List<Known> versions(String key) {
    return model.getOrDefault(key, List.of());
  }

  private void marked(String key, String id) {
    versions(key).addFirst(new Known(id, ""));
  }

  /** Some at once, each judged by itself and after those before it. */
  private boolean deleteMany(Random random, String where) {
    boolean bypass = random.nextBoolean();
    var targets = new ArrayList<Target>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      List<Known> there = versions(key);
      boolean current = there.isEmpty() || random.nextInt(4) == 0;
      String id = current ? null : there.get(random.nextInt(there.size())).id;
      targets.add(new Target(key, id, null));
    }
    DeleteObjects.Output output = locking.deleteMany(bypass, targets);
    var deleted = new ArrayDeque<>(output.deleted());
    var failed = new ArrayDeque<>(output.errors());
    for (Target target : targets) {
      String key = target.key();
      Known known = find(key, target.versionId());
      if (known == null || known.marker || removable(known, bypass)) {
        String marker = deleted.removeFirst().deleteMarkerVersionId();
        if (target.versionId() == null) {
          marked(key, String.valueOf(marker));
        }
        versions(key).remove(known);
      } else {
        assertThat(failed.removeFirst())
            .as(where)
            .extracting(Failed::key, Failed::versionId, Failed::code)
            .containsExactly(key, known.id, "AccessDenied");
      }
    }
    assertThat(deleted).as(where).isEmpty();
    assertThat(failed).as(where).isEmpty();
    return output.errors().isEmpty();
  }

  private boolean removable(Known known, boolean bypass) {
    return known.removable(locking.test.clock.instant(), bypass);
  }

  private @Nullable Known find(String key, @Nullable String id) {
    return versions(key).stream().filter(v -> v.id.equals(id)).findFirst().orElse(null);
  }

  private static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private static Instant until(Random random, Instant now) {
    return millis(now).plus(Duration.ofMinutes(1 + random.nextInt(900)));
  }

  private boolean retain(String key, Known known, Random random, boolean bypass, String where) {
    Instant now = locking.test.clock.instant();
    boolean none = random.nextInt(4) == 0;
    String mode = none ? null : MODES.get(random.nextInt(2));
    Instant until = none ? null : until(random, now);
    var asked = new Retention(mode, until == null ? null : LockRules.text(until));
    boolean should = known.changes(mode, until, now, bypass);
    agree(should, where, () -> locking.retain(key, known.id, asked, bypass));
    if (should) {
      known.mode = mode;
      known.until = until;
    }
    return should;
  }

  private static void agree(boolean should, String where, Runnable request) {
    S3Error refusal = null;
    try {
      request.run();
    } catch (S3Exception e) {
      refusal = e.error();
    }
    assertThat(refusal).as(where).isEqualTo(should ? null : S3Error.AccessDenied);
  }

  private void compare(String where) {
    model.forEach((key, versions) -> {
      ListObjectVersions.Output listed = listed(key);
      assertThat(listed.versions())
          .as(where)
          .extracting(ListObjectVersions.Version::versionId)
          .isEqualTo(ids(versions, false));
      assertThat(listed.deleteMarkers())
          .as(where)
          .extracting(ListObjectVersions.DeleteMarker::versionId)
          .isEqualTo(ids(versions, true));
      versions.stream()
          .filter(known -> !known.marker)
          .forEach(known -> {
            assertThat(locking.lock(key, known.id)).as(where).isEqualTo(known.lock());
            assertThat(locking.test.text(key, known.id)).as(where).isEqualTo(known.text);
          });
    });
  }

  private static List<String> ids(List<Known> versions, boolean marker) {
    return versions.stream().filter(v -> v.marker == marker).map(v -> v.id).toList();
  }

  private ListObjectVersions.Output listed(String key) {
    var op = new ListObjectVersions(BUCKET, null, null, null, null, null, key, null, null, null);
    ListObjectVersions.Output page = locking.test.store.versionListings().list(CALLER, op);
    assertThat(page.truncated()).isFalse();
    return page;
  }
}
