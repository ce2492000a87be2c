package dev.coffer.store.object;

import dev.coffer.wire.s3.CopySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a copy's source; each that fails is PreconditionFailed. A match decides before a
 * date does. Source: Amazon S3 API Reference, CopyObject.
 */
final class SourceConditions {
  private static final String PREFIX = "x-amz-copy-source-";

  private SourceConditions() {}

  static void require(CopySource conditions, VersionRow row) {
    ETag eTag = row.object().eTag();
    Instant modified = row.facts().lastModified().truncatedTo(ChronoUnit.SECONDS);
    String ifMatch = conditions.ifMatch();
    if (ifMatch != null) {
      require(eTag.matchesAny(ifMatch), "If-Match");
    } else {
      date(conditions.ifUnmodifiedSince())
          .ifPresent(since -> require(!modified.isAfter(since), "If-Unmodified-Since"));
    }
    String ifNoneMatch = conditions.ifNoneMatch();
    if (ifNoneMatch != null) {
      require(!eTag.matchesAny(ifNoneMatch), "If-None-Match");
    } else {
      date(conditions.ifModifiedSince())
          .ifPresent(since -> require(modified.isAfter(since), "If-Modified-Since"));
    }
  }

  private static void require(boolean holds, String condition) {
    if (!holds) {
      throw WriteCondition.failed(PREFIX + condition);
    }
  }

  private static Optional<Instant> date(@Nullable String text) {
    return text == null ? Optional.empty() : HttpDates.parse(text);
  }
}
