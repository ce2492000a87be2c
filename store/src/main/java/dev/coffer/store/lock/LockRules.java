package dev.coffer.store.lock;

import dev.coffer.store.lock.DefaultRetention.Unit;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.ObjectLockConfiguration;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks as documents and headers say them, and which change of a lock is allowed. Source: Amazon S3
 * User Guide, "Locking objects with Object Lock"; answers that clients recorded.
 */
public final class LockRules {
  /** What whoever meets a lock is told. */
  public static final String PROTECTED = "Access Denied because object protected by object lock.";

  private static final String PAST = "The retain until date must be in the future!";
  private static final String MODE = "x-amz-object-lock-mode";
  private static final String UNTIL = "x-amz-object-lock-retain-until-date";
  private static final String HOLD = "x-amz-object-lock-legal-hold";

  /** Nobody keeps anything for longer, and its milliseconds still are a number. */
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private LockRules() {}

  /** A bucket's Object Lock as its document says it. */
  public static BucketLock ofBucket(ObjectLockConfiguration document) {
    if (!"Enabled".equals(document.objectLockEnabled())) {
      throw S3Error.MalformedXML.refusal();
    }
    ObjectLockConfiguration.Rule rule = document.rule();
    return rule == null ? BucketLock.ON : new BucketLock(byDefault(rule.defaultRetention()));
  }

  private static DefaultRetention byDefault(
      ObjectLockConfiguration.@Nullable DefaultRetention document) {
    if (document == null || (document.days() == null) == (document.years() == null)) {
      throw S3Error.MalformedXML.refusal();
    }
    LockMode mode = mode(document.mode()).orElseThrow(S3Error.MalformedXML::refusal);
    return document.days() != null
        ? period(mode, Unit.DAYS, document.days())
        : period(mode, Unit.YEARS, document.years() == null ? 0 : document.years());
  }

  private static DefaultRetention period(LockMode mode, Unit unit, int count) {
    if (count < 1) {
      throw S3Error.InvalidArgument.because(
          "Default retention period must be a positive integer value.");
    }
    if (count > unit.most()) {
      throw S3Error.InvalidArgument.because("Default retention period is too large.");
    }
    return new DefaultRetention(mode, unit, count);
  }

  /** The document of a bucket's Object Lock. */
  public static ObjectLockConfiguration shown(BucketLock lock) {
    DefaultRetention kept = lock.byDefault();
    if (kept == null) {
      return new ObjectLockConfiguration("Enabled", null);
    }
    boolean days = kept.unit() == Unit.DAYS;
    return new ObjectLockConfiguration(
        "Enabled",
        new ObjectLockConfiguration.Rule(
            new ObjectLockConfiguration.DefaultRetention(
                kept.mode().name(), days ? kept.count() : null, days ? null : kept.count())));
  }

  /** The period that a document asks for; null asks for none. */
  public static @Nullable Period ofRetention(Retention document, Instant now) {
    String until = document.retainUntilDate();
    if (document.mode() == null && until == null) {
      return null;
    }
    LockMode mode = mode(document.mode()).orElseThrow(S3Error.MalformedXML::refusal);
    if (until == null) {
      throw S3Error.MalformedXML.refusal();
    }
    Instant date = date(until).orElseThrow(S3Error.MalformedXML::refusal);
    return new Period(mode, future(date, now, "RetainUntilDate", until));
  }

  /** Whether a document asks for a hold. */
  public static boolean ofHold(LegalHold document) {
    return hold(document.status()).orElseThrow(S3Error.MalformedXML::refusal);
  }

  /** The lock that headers ask for. */
  public static VersionLock ofHeaders(ObjectLockHeaders headers, Instant now) {
    String hold = headers.legalHold();
    Boolean held =
        hold == null
            ? null
            : hold(hold)
                .orElseThrow(
                    () -> invalid("Legal Hold must be either of 'ON' or 'OFF'", HOLD, hold));
    return new VersionLock(period(headers, now), held);
  }

  private static @Nullable Period period(ObjectLockHeaders headers, Instant now) {
    String name = headers.mode();
    String until = headers.retainUntilDate();
    if (name == null && until == null) {
      return null;
    }
    if (name == null || until == null) {
      throw S3Error.InvalidArgument.because(UNTIL + " and " + MODE + " must both be supplied")
          .with("ArgumentName", name == null ? MODE : UNTIL);
    }
    LockMode mode =
        mode(name).orElseThrow(() -> invalid("Unknown wormMode directive.", MODE, name));
    Instant date =
        date(until)
            .orElseThrow(() ->
                invalid("The retain until date must be provided in ISO 8601 format", UNTIL, until));
    return new Period(mode, future(date, now, UNTIL, until));
  }

  private static Instant future(Instant date, Instant now, String name, String given) {
    if (!now.isBefore(date)) {
      throw invalid(PAST, name, given);
    }
    return date;
  }

  /** The headers and documents of a lock. */
  public static ObjectLockHeaders headers(VersionLock lock) {
    Period period = lock.period();
    return new ObjectLockHeaders(
        period == null ? null : period.mode().name(),
        period == null ? null : text(period.until()),
        lock.held() == null ? null : hold(lock.held()));
  }

  /** As a header or a document shows a time. */
  public static String text(Instant until) {
    return DATE.format(until);
  }

  /** As a document shows a hold. */
  public static String hold(boolean held) {
    return held ? "ON" : "OFF";
  }

  /**
   * Refuses a change of a period that still binds, unless it binds for longer.
   *
   * @param bypass whether governance is bypassed; compliance never is
   */
  public static void requireAllowed(
      @Nullable Period before, @Nullable Period after, Instant now, boolean bypass) {
    if (before == null || !before.binds(now)) {
      return;
    }
    boolean atLeast =
        after != null && after.mode() == before.mode() && !after.until().isBefore(before.until());
    boolean bypassed = bypass && before.mode() == LockMode.GOVERNANCE;
    if (!atLeast && !bypassed) {
      throw refusal();
    }
  }

  /** The refusal of whoever would remove or change what is locked. */
  public static S3Exception refusal() {
    return S3Error.AccessDenied.because(PROTECTED);
  }

  /** The refusal where a bucket has no Object Lock. */
  public static S3Exception noBucketLock() {
    return S3Error.InvalidRequest.because("Bucket is missing Object Lock Configuration");
  }

  private static Optional<LockMode> mode(@Nullable String name) {
    return name == null ? Optional.empty() : LockMode.named(name);
  }

  private static Optional<Boolean> hold(@Nullable String status) {
    return switch (status) {
      case "ON" -> Optional.of(true);
      case "OFF" -> Optional.of(false);
      case null, default -> Optional.empty();
    };
  }

  /**
   * A time with its offset, in whole milliseconds; what is beyond the calendar is none, and what
   * was before all computers was then.
   */
  static Optional<Instant> date(String text) {
    try {
      Instant date = OffsetDateTime.parse(text).toInstant();
      if (date.isAfter(END)) {
        return Optional.empty();
      }
      return Optional.of(
          date.isBefore(Instant.EPOCH) ? Instant.EPOCH : Instant.ofEpochMilli(date.toEpochMilli()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static S3Exception invalid(String text, String name, String value) {
    return S3Error.InvalidArgument.because(text)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }
}
