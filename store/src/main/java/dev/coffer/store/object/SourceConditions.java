package dev.coffer.store.object;

import dev.coffer.wire.s3.CopySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the source of a copy or a rename; each that fails is PreconditionFailed. A match
 * decides before a date does. Source: Amazon S3 API Reference, CopyObject.
 */
final class SourceConditions {
  private SourceConditions() {}

  /**
   * What is asked.
   *
   * @param prefix of the headers
   */
  record Asked(
      String prefix,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch,
      @Nullable String ifModifiedSince,
      @Nullable String ifUnmodifiedSince) {
    static Asked of(CopySource source) {
      return new Asked(
          "x-amz-copy-source-",
          source.ifMatch(),
          source.ifNoneMatch(),
          source.ifModifiedSince(),
          source.ifUnmodifiedSince());
    }

    private void require(boolean holds, String condition) {
      if (!holds) {
        throw WriteCondition.failed(prefix + condition);
      }
    }
  }

  static void require(Asked conditions, VersionRow row) {
    ETag eTag = row.object().eTag();
    Instant modified = modified(row);
    String ifMatch = conditions.ifMatch();
    if (ifMatch != null) {
      conditions.require(eTag.matchesAny(ifMatch), "If-Match");
    } else {
      date(conditions.ifUnmodifiedSince())
          .ifPresent(since -> conditions.require(!modified.isAfter(since), "If-Unmodified-Since"));
    }
    String ifNoneMatch = conditions.ifNoneMatch();
    if (ifNoneMatch != null) {
      conditions.require(!eTag.matchesAny(ifNoneMatch), "If-None-Match");
    } else {
      date(conditions.ifModifiedSince())
          .ifPresent(since -> conditions.require(modified.isAfter(since), "If-Modified-Since"));
    }
  }

  /** When the object was modified, as clients know it. */
  static Instant modified(VersionRow row) {
    return row.facts().lastModified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The date of a condition; empty when there is none that can be read. */
  static Optional<Instant> date(@Nullable String text) {
    return text == null ? Optional.empty() : HttpDates.parse(text);
  }
}
