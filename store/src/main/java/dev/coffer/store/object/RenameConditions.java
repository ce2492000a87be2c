package dev.coffer.store.object;

import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import org.jspecify.annotations.Nullable;

/**
 * On which conditions an object gets another key: on the object itself, and on the one that has
 * that key. Each that fails is PreconditionFailed. Source: Amazon S3 API Reference, RenameObject.
 */
final class RenameConditions {
  private RenameConditions() {}

  /** Conditions on what is renamed. */
  static void requireSource(RenameObject op, VersionRow row) {
    SourceConditions.require(
        new SourceConditions.Asked(
            "x-amz-rename-source-",
            op.sourceIfMatch(),
            op.sourceIfNoneMatch(),
            op.sourceIfModifiedSince(),
            op.sourceIfUnmodifiedSince()),
        row);
  }

  /**
   * Conditions on what has the new key.
   *
   * @throws dev.coffer.wire.s3.S3Exception NotImplemented for conditions that writes do not know
   */
  static Condition destination(Preconditions asked) {
    String ifNoneMatch = asked.ifNoneMatch();
    if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
      throw WriteCondition.unaccepted("If-None-Match");
    }
    return (_, current) -> require(asked, current);
  }

  private static void require(Preconditions asked, @Nullable VersionRow current) {
    VersionRow row = current == null || current.deleteMarker() ? null : current;
    String ifMatch = asked.ifMatch();
    if (ifMatch != null) {
      require(row != null && row.object().eTag().matchesAny(ifMatch), "If-Match");
    } else {
      SourceConditions.date(asked.ifUnmodifiedSince())
          .ifPresent(since ->
              require(
                  row == null || !SourceConditions.modified(row).isAfter(since),
                  "If-Unmodified-Since"));
    }
    if (asked.ifNoneMatch() != null) {
      require(row == null, "If-None-Match");
    } else {
      SourceConditions.date(asked.ifModifiedSince())
          .ifPresent(since ->
              require(
                  row != null && SourceConditions.modified(row).isAfter(since),
                  "If-Modified-Since"));
    }
  }

  private static void require(boolean holds, String condition) {
    if (!holds) {
      throw WriteCondition.failed(condition);
    }
  }
}
