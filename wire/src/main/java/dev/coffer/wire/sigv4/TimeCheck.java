package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Compares a claim's time with the server's clock. Borders belong to what is accepted. */
final class TimeCheck {
  private TimeCheck() {}

  static void require(Authorization claim, Instant now) {
    Duration expires = claim.expires();
    if (expires == null) {
      requireNear(claim.time(), now);
    } else {
      requireAlive(claim.time(), expires, now);
    }
  }

  private static void requireNear(Instant time, Instant now) {
    if (Duration.between(time, now).abs().compareTo(Authorization.MAX_SKEW) > 0) {
      throw S3Error.RequestTimeTooSkewed.with("RequestTime", AmzTime.format(time))
          .with("ServerTime", shown(now))
          .with("MaxAllowedSkewMilliseconds", Long.toString(Authorization.MAX_SKEW.toMillis()));
    }
  }

  static void requireAlive(Instant time, Duration expires, Instant now) {
    if (time.isAfter(now.plus(Authorization.MAX_SKEW))) {
      throw S3Error.AccessDenied.because("Request is not valid yet")
          .with("RequestTime", AmzTime.format(time))
          .with("ServerTime", shown(now));
    }
    Instant end = time.plus(expires);
    if (now.isAfter(end)) {
      throw S3Error.AccessDenied.because("Request has expired")
          .with(AuthorizationQuery.EXPIRES, Long.toString(expires.toSeconds()))
          .with("Expires", shown(end))
          .with("ServerTime", shown(now));
    }
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
