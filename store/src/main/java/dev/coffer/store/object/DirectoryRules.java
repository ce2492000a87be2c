package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests on objects of directory buckets may not say, though they may of others. All of it
 * does nothing about general purpose buckets.
 *
 * <p>Source: spec/encryption.md R158 to R160; what Amazon's model says "is not supported for
 * directory buckets". Amazon's codes are not known, so these follow a rule: what a directory bucket
 * does not have is NotImplemented, a value that it does not take is InvalidArgument.
 */
final class DirectoryRules {
  private static final String DELIMITER = "/";
  private static final String OFFSET = "x-amz-write-offset-bytes";

  private DirectoryRules() {}

  private static S3Exception unknown(String header, String value) {
    return S3Error.NotImplemented.because("Directory buckets do not support " + header)
        .with("Header", header)
        .with("Value", value);
  }

  private static void requireNone(String header, @Nullable String value) {
    if (value != null) {
      throw unknown(header, value);
    }
  }

  /** There are no access control lists, not even those that say nothing. */
  static void requireNoAcl(Acl acl) {
    requireNone("x-amz-acl", acl.canned());
    requireNone("x-amz-grant-full-control", acl.grantFullControl());
    requireNone("x-amz-grant-read", acl.grantRead());
    requireNone("x-amz-grant-read-acp", acl.grantReadAcp());
    requireNone("x-amz-grant-write-acp", acl.grantWriteAcp());
  }

  static void requireNoPayer(Bucket bucket, @Nullable String requestPayer) {
    if (bucket.directory()) {
      requireNone("x-amz-request-payer", requestPayer);
    }
  }

  /** Of the content's encoding only what describes the message may be said. */
  static void requireHeaders(Bucket bucket, ObjectHeaders headers) {
    if (bucket.directory()) {
      requireNone("Content-Encoding", Description.of(headers).contentEncoding());
    }
  }

  /** Objects have no tags, but that may be said; nor do they redirect, nor are they locked. */
  static void requireNoExtras(Bucket bucket, Extras extras) {
    if (bucket.directory()) {
      String tagging = extras.tagging();
      requireNone("x-amz-tagging", given(tagging));
      requireNone("x-amz-website-redirect-location", extras.websiteRedirectLocation());
      requireNone("x-amz-object-lock-mode", extras.lock().mode());
      requireNone("x-amz-object-lock-retain-until-date", extras.lock().retainUntilDate());
      requireNone("x-amz-object-lock-legal-hold", extras.lock().legalHold());
    }
  }

  static void requireNoBypass(Bucket bucket, @Nullable Boolean bypass) {
    if (bucket.directory() && bypass != null) {
      throw unknown("x-amz-bypass-governance-retention", bypass.toString());
    }
  }

  /** A source with tags is not copied with them. */
  static void requireNoTags(Bucket bucket, Tags tags) {
    if (bucket.directory() && !tags.isEmpty()) {
      throw unknown("x-amz-tagging-directive", "COPY");
    }
  }

  /** Only there objects grow. */
  static long requireOffset(Bucket bucket, long offset) {
    if (!bucket.directory()) {
      throw S3Error.NotImplemented.with("Header", OFFSET);
    }
    if (offset < 0) {
      throw Arguments.invalid("The write offset is negative", OFFSET, Long.toString(offset));
    }
    return offset;
  }

  /** There are no versions, and so none has an id. */
  static void requireVersion(Bucket bucket, @Nullable VersionId id) {
    if (bucket.directory() && id != null && !id.equals(VersionId.NULL)) {
      throw Arguments.invalid(
          "Directory buckets have no versions but the null version", "versionId", id.text());
    }
  }

  /** What a listing selects, and what it says besides. */
  static void requireListing(
      Bucket bucket, @Nullable String prefix, @Nullable String delimiter, Unwanted... unwanted) {
    if (!bucket.directory()) {
      return;
    }
    String between = given(delimiter);
    if (between != null && !between.equals(DELIMITER)) {
      throw Arguments.invalid(
          "Directory buckets support only / as the delimiter", "delimiter", between);
    }
    String below = given(prefix);
    if (below != null && !below.endsWith(DELIMITER)) {
      throw Arguments.invalid(
          "In directory buckets a prefix must end in the delimiter /", "prefix", below);
    }
    for (Unwanted each : unwanted) {
      String value = given(each.value());
      if (value != null) {
        throw Arguments.invalid(
            "Directory buckets do not support " + each.name(), each.name(), value);
      }
    }
  }

  /** A parameter that listings of directory buckets do not take. */
  record Unwanted(String name, @Nullable String value) {}

  static void requireNoOptionalAttributes(Bucket bucket, @Nullable String attributes) {
    if (bucket.directory()) {
      requireNone("x-amz-optional-object-attributes", attributes);
    }
  }

  /** Parts are numbered from 1 without a gap (R160). */
  static void requireConsecutive(Bucket bucket, String uploadId, List<CompletedPart> parts) {
    if (!bucket.directory()) {
      return;
    }
    int expected = 1;
    for (CompletedPart part : parts) {
      if (part.partNumber() != expected) {
        throw S3Error.InvalidPartOrder.because(
                "In directory buckets part numbers must be consecutive and begin with 1")
            .with("UploadId", uploadId)
            .with("PartNumber", Integer.toString(part.partNumber()));
      }
      expected++;
    }
  }

  /** An empty value says as little as none. */
  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
