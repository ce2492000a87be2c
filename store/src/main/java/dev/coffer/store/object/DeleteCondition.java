package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.S3Error;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On which condition an object is deleted. Source: Amazon S3 User Guide, "Conditional deletes";
 * Amazon S3 API Reference, DeleteObject.
 *
 * @param ifMatch an ETag, {@code *} for any object, or nothing
 * @param lastModified when it must have been modified, in whole seconds; that there is no object is
 *     as good
 * @param sizeBytes how large it must be; that there is no object is as good
 */
record DeleteCondition(
    @Nullable String ifMatch, @Nullable Instant lastModified, @Nullable Long sizeBytes)
    implements Condition {
  private static final String LAST_MODIFIED = "x-amz-if-match-last-modified-time";
  private static final String SIZE = "x-amz-if-match-size";

  DeleteCondition(@Nullable String ifMatch) {
    this(ifMatch, null, null);
  }

  /**
   * What a request says.
   *
   * @throws dev.coffer.wire.s3.S3Exception NotImplemented for time and size in general purpose
   *     buckets, InvalidArgument for what is no date
   */
  static DeleteCondition of(Bucket bucket, DeleteObject op) {
    if (!bucket.directory() && (op.ifLastModified() != null || op.ifSize() != null)) {
      throw S3Error.NotImplemented.with(
          "Header", op.ifLastModified() != null ? LAST_MODIFIED : SIZE);
    }
    return new DeleteCondition(op.ifMatch(), time(op.ifLastModified()), op.ifSize());
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null
        ? null
        : HttpDates.parse(text)
            .orElseThrow(
                () -> Arguments.invalid("The time is not an HTTP date", LAST_MODIFIED, text));
  }

  @Override
  public boolean always() {
    return ifMatch == null && lastModified == null && sizeBytes == null;
  }

  @Override
  public void require(ObjectGroup at, @Nullable VersionRow current) {
    VersionRow row = current == null || current.deleteMarker() ? null : current;
    requireETag(at, row);
    if (row != null) {
      require(
          lastModified == null || lastModified.equals(SourceConditions.modified(row)),
          LAST_MODIFIED);
      require(sizeBytes == null || sizeBytes == row.object().sizeBytes(), SIZE);
    }
  }

  private void requireETag(ObjectGroup at, @Nullable VersionRow row) {
    if (ifMatch == null) {
      return;
    }
    if (row == null) {
      throw ifMatch.strip().equals("*")
          ? WriteCondition.failed("If-Match")
          : S3Error.NoSuchKey.with("Key", at.key());
    }
    require(row.object().eTag().matches(ifMatch), "If-Match");
  }

  private static void require(boolean holds, String condition) {
    if (!holds) {
      throw WriteCondition.failed(condition);
    }
  }
}
