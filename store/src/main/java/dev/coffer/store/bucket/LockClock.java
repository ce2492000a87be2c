package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is for locks. Whether a period has ended is asked of the clock; from when a default
 * period runs, of the highest time that was ever seen when one began. So a clock that is set back
 * lengthens locks and cannot shorten new ones.
 *
 * <p>A clock that was far ahead for a moment must not date compliance locks into a future that
 * nobody can take back: while the clock is more than an hour behind what was seen, no default
 * period begins, until {@link #accept}.
 *
 * <p>Row: index {@code system}, group {@code lock-clock}, suffix {@code r}: u8 format, a message
 * bound to the installation that holds u64 milliseconds. It is written anew when a period begins
 * and the last time is a minute old. Source: docs/decisions/0040.
 */
public final class LockClock {
  static final int FORMAT = 1;

  private static final Bytes GROUP = Bytes.utf8("lock-clock");
  private static final Bytes ROW = Bytes.utf8("r");
  private static final String LABEL = "coffer/lock-clock/v1";
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration TOLERATED = Duration.ofHours(1);

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final InstantSource clock;
  private final Entropy entropy;

  LockClock(
      KvStore kv, WrappingKey key, Bytes installationId, InstantSource clock, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** Now, by the clock: what has ended has ended. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * When a default period that begins now begins.
   *
   * @throws dev.coffer.wire.s3.S3Exception ServiceUnavailable while the clock is far behind
   */
  public Instant start() {
    Instant now = now();
    Instant seen = seen();
    if (seen.isAfter(now.plus(TOLERATED))) {
      throw S3Error.ServiceUnavailable.because(
          "The clock is behind the time at which earlier retention periods began; no new one is"
              + " begun until it is right or accepted");
    }
    if (now.isAfter(seen.plus(STEP))) {
      put(now);
    }
    return seen.isAfter(now) ? seen : now;
  }

  /** Takes the present time for right, whatever was seen. */
  public void accept() {
    put(now());
  }

  private Instant seen() {
    return kv.get(SystemKeys.INDEX, new Key(GROUP, ROW)).map(this::open).orElse(Instant.EPOCH);
  }

  /** Nothing is expected: of two that write at once, either is recent. */
  private void put(Instant time) {
    Commit commit = Commit.in(SystemKeys.INDEX, GROUP).put(ROW, seal(time)).build();
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("the time of locks could not be stored");
    }
  }

  Bytes seal(Instant time) {
    Bytes plain = new FieldWriter().u64(time.toEpochMilli()).toBytes();
    return SealedRow.seal(FORMAT, key, plain, context(), entropy);
  }

  Instant open(Bytes row) {
    var fields = new FieldReader(SealedRow.open(FORMAT, key, row, context(), "the time of locks"));
    Instant time = Instant.ofEpochMilli(fields.u64());
    fields.requireEnd();
    return time;
  }

  private byte[] context() {
    return Aad.of(LABEL).add(installationId.toByteArray()).sha256();
  }
}
