package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * One client with keys of its own in a bucket with locks, and in one without versions. It knows
 * every version that it was told of, whether that is locked, and what it was told is gone; of a
 * request that was cut off it allows both.
 *
 * <p>Its keys below {@code old/} expire by a rule of each bucket.
 */
final class VaultCrashWriter implements Kills.Writer {
  static final String VAULT = "vault";
  static final String PLAIN = "plain";
  private static final int KEYS = 5;
  private static final int LARGEST = 20_000;

  private final String prefix;
  private final Random random;
  private final Map<String, Version> there = new TreeMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, String> kept = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private @Nullable Step open;
  private int plainKeys;
  private int cutOff;
  private volatile @Nullable RuntimeException refusal;

  VaultCrashWriter(String prefix, Random random) {
    this.prefix = prefix;
    this.random = random;
  }

  /** A version of the vault; a marker has no content. */
  private record Version(String key, String content, Lock lock) {
    Version with(Lock other) {
      return new Version(key, content, other);
    }
  }

  /** How a version is locked. */
  private enum Lock {
    NONE,
    HELD,
    GOVERNED;

    static Lock of(GetObjectResponse shown) {
      if (shown.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
        return HELD;
      }
      return shown.objectLockMode() == null ? NONE : GOVERNED;
    }
  }

  /**
   * A request.
   *
   * @param made what a put makes; null for others
   * @param changed the version that it is about; null for none
   * @param after what that is then; null: gone
   * @param work gives the id of what it made, if it has one
   */
  private record Step(
      String name,
      @Nullable Version made,
      @Nullable String changed,
      @Nullable Version after,
      Work work) {}

  /** Sends a request. */
  private interface Work {
    @Nullable String run(S3Client s3);
  }

  @Override
  public int acknowledged() {
    return acknowledged.get();
  }

  int cutOff() {
    return cutOff;
  }

  /** How many requests of each kind were answered. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** What a server said or did that it must not while nobody had killed it. */
  @Override
  public Optional<RuntimeException> refusal() {
    return Optional.ofNullable(refusal);
  }

  String prefix() {
    return prefix;
  }

  /**
   * Writes until the server does not answer any more.
   *
   * @param killed true from just before the server is killed
   */
  @Override
  public void writeUntilCut(StartedServer server, AtomicBoolean killed) {
    try (S3Client s3 = server.s3()) {
      while (refusal == null) {
        Step step = step();
        try {
          settle(step, step.work().run(s3));
          counts.merge(step.name(), 1, Integer::sum);
          acknowledged.incrementAndGet();
        } catch (SdkException cut) {
          cutOff++;
          open = step;
          if (!killed.get() || cut instanceof AwsServiceException) {
            refusal = cut;
          }
          return;
        } catch (IllegalStateException deleted) {
          refusal = deleted;
          return;
        }
      }
    }
  }

  private void settle(Step step, @Nullable String id) {
    Version made = step.made();
    if (made != null && id != null) {
      there.put(id, made);
    } else if (made != null) {
      kept.put(made.key(), made.content());
    }
    String changed = step.changed();
    if (changed != null && step.after() != null) {
      there.put(changed, step.after());
    } else if (changed != null) {
      there.remove(changed);
      gone.add(changed);
    }
  }

  private Step step() {
    List<String> ids = List.copyOf(there.keySet());
    int kind = random.nextInt(ids.isEmpty() ? 6 : 12);
    return switch (kind) {
      case 0, 1 -> put(Lock.NONE);
      case 2 -> put(Lock.HELD);
      case 3 -> put(Lock.GOVERNED);
      case 4 -> plain();
      case 5 -> hide();
      default -> change(ids.get(random.nextInt(ids.size())), kind);
    };
  }

  private String key() {
    return prefix + (random.nextInt(3) == 0 ? "old/" : "") + random.nextInt(KEYS);
  }

  private byte[] body() {
    byte[] bytes = new byte[random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Instant tomorrow() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS);
  }

  private Step put(Lock lock) {
    String key = key();
    byte[] body = body();
    return new Step(
        "put " + lock,
        new Version(key, Digests.base64("SHA-256", body), lock),
        null,
        null,
        s3 ->
            s3.putObject(
                    put -> {
                      put.bucket(VAULT).key(key);
                      switch (lock) {
                        case HELD -> put.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
                        case GOVERNED ->
                            put.objectLockMode(ObjectLockMode.GOVERNANCE)
                                .objectLockRetainUntilDate(tomorrow());
                        case NONE -> {}
                      }
                    },
                    RequestBody.fromBytes(body))
                .versionId());
  }

  /** Objects without versions, each at a key of its own. */
  private Step plain() {
    String key = prefix + (random.nextBoolean() ? "old/" : "") + "plain-" + plainKeys++;
    byte[] body = body();
    return new Step(
        "put plain",
        new Version(key, Digests.base64("SHA-256", body), Lock.NONE),
        null,
        null,
        s3 -> {
          s3.putObject(put -> put.bucket(PLAIN).key(key), RequestBody.fromBytes(body));
          return null;
        });
  }

  /** What markers there are is not kept in mind, since rules make and remove them as well. */
  private Step hide() {
    String key = key();
    return new Step(
        "hide",
        null,
        null,
        null,
        s3 -> {
          s3.deleteObject(delete -> delete.bucket(VAULT).key(key));
          return null;
        });
  }

  private Step change(String id, int kind) {
    Version version = there.get(id);
    if (kind < 8) {
      return hold(id, version);
    }
    return switch (version.lock()) {
      case NONE -> new Step("delete", null, id, null, s3 -> delete(s3, version.key(), id, false));
      case GOVERNED -> {
        boolean bypass = random.nextBoolean();
        yield bypass
            ? new Step("bypass", null, id, null, s3 -> delete(s3, version.key(), id, true))
            : new Step("refused", null, null, null, s3 -> refused(s3, version.key(), id));
      }
      case HELD -> new Step("refused", null, null, null, s3 -> refused(s3, version.key(), id));
    };
  }

  private static @Nullable String delete(S3Client s3, String key, String id, boolean bypass) {
    s3.deleteObject(delete ->
        delete
            .bucket(VAULT)
            .key(key)
            .versionId(id)
            .bypassGovernanceRetention(bypass ? true : null));
    return null;
  }

  private static @Nullable String refused(S3Client s3, String key, String id) {
    try {
      delete(s3, key, id, false);
    } catch (AwsServiceException refusal) {
      if (refusal.statusCode() == 403) {
        return null;
      }
      throw refusal;
    }
    throw new IllegalStateException("a locked version was deleted: " + key + " " + id);
  }

  /** Versions that are held are released, others are held; those with a period stay as they are. */
  private Step hold(String id, Version version) {
    boolean on = version.lock() == Lock.NONE;
    if (version.lock() == Lock.GOVERNED) {
      return new Step("refused", null, null, null, s3 -> refused(s3, version.key(), id));
    }
    return new Step(
        on ? "hold" : "release",
        null,
        id,
        version.with(on ? Lock.HELD : Lock.NONE),
        s3 -> {
          hold(s3, version.key(), id, on);
          return null;
        });
  }

  private static void hold(S3Client s3, String key, String id, boolean on) {
    s3.putObjectLegalHold(put ->
        put.bucket(VAULT)
            .key(key)
            .versionId(id)
            .legalHold(to ->
                to.status(on ? ObjectLockLegalHoldStatus.ON : ObjectLockLegalHoldStatus.OFF)));
  }

  // ---- after a start

  /** Looks at every version, and settles what was open. */
  void verify(S3Client s3, String when) {
    Step last = open;
    open = null;
    Map<String, String> listed = listed(s3);
    for (String id : gone) {
      assertThat(listed).as("%s: deleted", when).doesNotContainKey(id);
    }
    if (last != null && last.changed() != null) {
      adopt(s3, last, listed.containsKey(last.changed()), when);
    }
    for (Map.Entry<String, Version> each : there.entrySet()) {
      assertThat(listed).as("%s: acknowledged", when).containsKey(each.getKey());
      assertThat(seen(s3, each.getValue().key(), each.getKey()))
          .as("%s: %s", when, each.getKey())
          .isEqualTo(each.getValue());
    }
    listed.keySet().removeAll(there.keySet());
    Version made = last == null ? null : last.made();
    for (Map.Entry<String, String> unknown : listed.entrySet()) {
      Version found = seen(s3, unknown.getValue(), unknown.getKey());
      assertThat(found).as("%s: made by the request that was cut off", when).isEqualTo(made);
      there.put(unknown.getKey(), found);
    }
    assertThat(listed).as("%s: versions of one request", when).hasSizeLessThan(2);
    verifyKept(s3, when);
  }

  /** A version whose change was cut off is as it was or as it was to be. */
  private void adopt(S3Client s3, Step last, boolean isThere, String when) {
    String id = java.util.Objects.requireNonNull(last.changed());
    Version before = java.util.Objects.requireNonNull(there.get(id));
    Version after = last.after();
    if (!isThere) {
      assertThat(after).as("%s: not to be deleted", when).isNull();
      there.remove(id);
      gone.add(id);
      return;
    }
    Version found = seen(s3, before.key(), id);
    assertThat(found).as("%s: cut off", when).isIn(before, after == null ? before : after);
    there.put(id, found);
  }

  private Map<String, String> listed(S3Client s3) {
    var found = new HashMap<String, String>();
    s3.listObjectVersionsPaginator(list -> list.bucket(VAULT).prefix(prefix))
        .versions()
        .forEach((ObjectVersion version) -> found.put(version.versionId(), version.key()));
    return found;
  }

  private static Version seen(S3Client s3, String key, String id) {
    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(get -> get.bucket(VAULT).key(key).versionId(id));
    String content = Digests.base64("SHA-256", got.asByteArrayUnsafe());
    return new Version(key, content, Lock.of(got.response()));
  }

  /** Those that expire may be there or not, until the last pass. */
  private void verifyKept(S3Client s3, String when) {
    kept.forEach((key, content) -> {
      if (!key.startsWith(prefix + "old/")) {
        byte[] body = s3.getObjectAsBytes(get -> get.bucket(PLAIN).key(key)).asByteArrayUnsafe();
        assertThat(Digests.base64("SHA-256", body)).as("%s: %s", when, key).isEqualTo(content);
      }
    });
  }

  /** Whether rules have hidden or removed what they are about. */
  boolean expired(S3Client s3) {
    for (String bucket : List.of(VAULT, PLAIN)) {
      if (!s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix + "old/"))
          .contents()
          .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Tries to delete each locked version, then releases all and deletes them. */
  void deleteAll(S3Client s3) {
    there.forEach((id, version) -> {
      if (version.lock() != Lock.NONE) {
        refused(s3, version.key(), id);
      }
      if (version.lock() == Lock.HELD) {
        hold(s3, version.key(), id, false);
      }
      delete(s3, version.key(), id, version.lock() == Lock.GOVERNED);
    });
    var markers = new ArrayList<DeleteMarkerEntry>();
    s3.listObjectVersionsPaginator(list -> list.bucket(VAULT).prefix(prefix))
        .deleteMarkers()
        .forEach(markers::add);
    markers.forEach(marker -> delete(s3, marker.key(), marker.versionId(), false));
    s3.listObjectsV2Paginator(list -> list.bucket(PLAIN).prefix(prefix))
        .contents()
        .forEach(each -> s3.deleteObject(delete -> delete.bucket(PLAIN).key(each.key())));
  }
}
