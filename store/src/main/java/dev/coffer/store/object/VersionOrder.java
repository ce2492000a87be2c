package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A version's place among those of its key: 16 bytes that sort newest first.
 *
 * <p>Shape: {@code Long.MAX_VALUE − sequence}, then 8 random bytes. The sequence is the time in
 * microseconds, or one more than the newest version's where the clock has gone back.
 */
final class VersionOrder {
  private static final int RANDOM_BYTES = 8;

  private VersionOrder() {}

  /** The order of a version that shall come after {@code newest}. */
  static Bytes next(@Nullable Bytes newest, Instant now, Entropy entropy) {
    long sequence = micros(now);
    if (newest != null) {
      sequence = Math.max(sequence, sequence(newest) + 1);
    }
    return of(sequence, entropy);
  }

  private static Bytes of(long sequence, Entropy entropy) {
    Bytes time = new FieldWriter().u64(Long.MAX_VALUE - sequence).toBytes();
    return time.concat(Bytes.copyOf(entropy.bytes(RANDOM_BYTES)));
  }

  /** When the version came, or later where the clock has gone back. */
  static Instant time(Bytes order) {
    return Instant.EPOCH.plus(sequence(order), ChronoUnit.MICROS);
  }

  /** What the order was made of: a later version of a key has a greater one. */
  static long sequence(Bytes order) {
    return Long.MAX_VALUE - new FieldReader(order).u64();
  }

  static long micros(Instant now) {
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
  }
}
