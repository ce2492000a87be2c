package dev.coffer.store.lock;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Retention;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for of a lock, as condition keys. Source: Service Authorization Reference,
 * Amazon S3.
 */
public final class LockKeys {
  private static final String MODE = "s3:object-lock-mode";
  private static final String UNTIL = "s3:object-lock-retain-until-date";
  private static final String DAYS = "s3:object-lock-remaining-retention-days";
  private static final String HOLD = "s3:object-lock-legal-hold";
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private LockKeys() {}

  /** Of a write. */
  public static ConditionKeys of(ObjectLockHeaders headers, Instant now, ConditionKeys keys) {
    return until(headers.retainUntilDate(), now, keys)
        .withPresent(MODE, headers.mode())
        .withPresent(HOLD, headers.legalHold());
  }

  /** Of a period that is put. */
  public static ConditionKeys of(Retention document, Instant now, ConditionKeys keys) {
    return until(document.retainUntilDate(), now, keys).withPresent(MODE, document.mode());
  }

  /** Of a hold that is put. */
  public static ConditionKeys of(LegalHold document, ConditionKeys keys) {
    return keys.withPresent(HOLD, document.status());
  }

  /** What is no time is refused when the operation reads it. */
  private static ConditionKeys until(@Nullable String text, Instant now, ConditionKeys keys) {
    if (text == null) {
      return keys;
    }
    return LockRules.date(text)
        .map(date ->
            keys.with(UNTIL, LockRules.text(date)).with(DAYS, Long.toString(days(now, date))))
        .orElse(keys);
  }

  /** A day that was begun counts. */
  private static long days(Instant now, Instant until) {
    return Math.ceilDiv(Math.max(0, Duration.between(now, until).toMillis()), DAY_MILLIS);
  }
}
