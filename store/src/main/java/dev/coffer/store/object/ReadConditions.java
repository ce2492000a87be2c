package dev.coffer.store.object;

import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a read. A match decides before a date does. Source: RFC 9110 §13.2.2; Amazon S3 API
 * Reference, GetObject.
 */
final class ReadConditions {
  private ReadConditions() {}

  /** Refuses with PreconditionFailed or NotModified. */
  static void require(Preconditions conditions, VersionRow row) {
    ETag eTag = row.object().eTag();
    Instant modified = row.facts().lastModified().truncatedTo(ChronoUnit.SECONDS);
    String ifMatch = conditions.ifMatch();
    if (ifMatch != null) {
      if (!eTag.matchesAny(ifMatch)) {
        throw WriteCondition.failed("If-Match");
      }
    } else if (date(conditions.ifUnmodifiedSince()).filter(modified::isAfter).isPresent()) {
      throw WriteCondition.failed("If-Unmodified-Since");
    }
    String ifNoneMatch = conditions.ifNoneMatch();
    if (ifNoneMatch != null) {
      if (eTag.matchesAny(ifNoneMatch)) {
        throw notModified(row);
      }
    } else if (date(conditions.ifModifiedSince()).filter(at -> !modified.isAfter(at)).isPresent()) {
      throw notModified(row);
    }
  }

  private static Optional<Instant> date(@Nullable String text) {
    return text == null ? Optional.empty() : HttpDates.parse(text);
  }

  private static S3Exception notModified(VersionRow row) {
    return S3Error.NotModified.refusal()
        .header("ETag", row.object().eTag().text())
        .header("Last-Modified", HttpDates.format(row.facts().lastModified()));
  }
}
