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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What time it is for what expires. What a wrong clock removes is gone, so nothing expires while
 * the clock is behind what was seen; and what was written meanwhile, whose times are too early,
 * counts as made when the clock was right again.
 *
 * <p>Row: index {@code system}, group {@code lifecycle}, suffix {@code t}: u8 format, a message
 * bound to the installation: time, the highest that was seen; the span of doubt, from and to, both
 * 0 for none; flag, whether it has not ended. It is written anew when the highest is a minute old.
 * For one thread at a time. Source: docs/decisions/0044.
 */
public final class LifecycleClock {
  static final int FORMAT = 1;

  private static final Bytes GROUP = Bytes.utf8("lifecycle");
  private static final Bytes ROW = Bytes.utf8("t");
  private static final String LABEL = "coffer/lifecycle-clock/v1";
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration TOLERATED = Duration.ofHours(1);

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final InstantSource clock;
  private final Entropy entropy;

  LifecycleClock(
      KvStore kv, WrappingKey key, Bytes installationId, InstantSource clock, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.clock = clock;
    this.entropy = entropy;
  }

  /**
   * Times in whole milliseconds.
   *
   * @param highest that was seen
   * @param from the first that a clock which was set back may have shown; with {@code to} the epoch
   *     for never
   * @param to the last; what carries a time between them was made then, if not before
   * @param behind whether the clock has not come back yet
   */
  public record Times(Instant highest, Instant from, Instant to, boolean behind) {
    static Times at(Instant now) {
      return new Times(now, Instant.EPOCH, Instant.EPOCH, false);
    }

    /** When something counts as made that carries this time. */
    public Instant made(Instant stamped) {
      return stamped.isBefore(from) || stamped.isAfter(to) ? stamped : to;
    }

    Times seen(Instant now) {
      if (now.plus(TOLERATED).isBefore(highest)) {
        Instant first = now.minus(TOLERATED);
        Instant began = to.equals(Instant.EPOCH) || first.isBefore(from) ? first : from;
        return new Times(highest, began, highest, true);
      }
      Instant latest = now.isAfter(highest) ? now : highest;
      return behind ? new Times(latest, from, latest, false) : new Times(latest, from, to, false);
    }
  }

  /** Now, in whole milliseconds. */
  public Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** How far the clock is ahead of what was seen; zero where nothing was, or it is behind. */
  public Duration leap() {
    Instant now = now();
    return find()
        .map(times -> Duration.between(times.highest(), now))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** Notes the time. */
  public Times look() {
    Instant now = now();
    Optional<Times> found = find();
    Times times = found.map(before -> before.seen(now)).orElseGet(() -> Times.at(now));
    if (found.isEmpty() || worthwhile(found.get(), times)) {
      put(times);
    }
    return times;
  }

  private static boolean worthwhile(Times before, Times after) {
    boolean same = before.from().equals(after.from()) && before.behind() == after.behind();
    return !same || after.highest().isAfter(before.highest().plus(STEP));
  }

  /** Takes the present time for right; what was in doubt counts as made now. */
  public void accept() {
    Instant now = now();
    Times times = find().map(before -> before.seen(now)).orElseGet(() -> Times.at(now));
    put(times.behind() ? new Times(now, times.from(), now, false) : times);
  }

  private Optional<Times> find() {
    return kv.get(SystemKeys.INDEX, new Key(GROUP, ROW)).map(this::open);
  }

  /** Nothing is expected: one job writes it. */
  private void put(Times times) {
    Commit commit = Commit.in(SystemKeys.INDEX, GROUP).put(ROW, seal(times)).build();
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("the time of expiration could not be stored");
    }
  }

  Bytes seal(Times times) {
    Bytes plain =
        new FieldWriter()
            .u64(times.highest().toEpochMilli())
            .u64(times.from().toEpochMilli())
            .u64(times.to().toEpochMilli())
            .flag(times.behind())
            .toBytes();
    return SealedRow.seal(FORMAT, key, plain, context(), entropy);
  }

  Times open(Bytes row) {
    var fields =
        new FieldReader(SealedRow.open(FORMAT, key, row, context(), "the time of expiration"));
    var times = new Times(time(fields), time(fields), time(fields), fields.flag());
    fields.requireEnd();
    return times;
  }

  private static Instant time(FieldReader fields) {
    return Instant.ofEpochMilli(fields.u64());
  }

  private byte[] context() {
    return Aad.of(LABEL).add(installationId.toByteArray()).sha256();
  }
}
