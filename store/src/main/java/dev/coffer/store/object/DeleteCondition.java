package dev.coffer.store.object;

import dev.coffer.wire.s3.S3Error;
import org.jspecify.annotations.Nullable;

/**
 * Header {@code If-Match} of a delete: an ETag, {@code *} for any object, or nothing. Source:
 * Amazon S3 User Guide, "Conditional deletes".
 */
record DeleteCondition(@Nullable String ifMatch) implements Condition {
  boolean always() {
    return ifMatch == null;
  }

  @Override
  public void require(ObjectGroup at, @Nullable VersionRow row) {
    if (ifMatch == null) {
      return;
    }
    if (row == null || row.deleteMarker()) {
      throw ifMatch.strip().equals("*")
          ? WriteCondition.failed("If-Match")
          : S3Error.NoSuchKey.with("Key", at.key());
    }
    if (!row.object().eTag().matches(ifMatch)) {
      throw WriteCondition.failed("If-Match");
    }
  }
}
