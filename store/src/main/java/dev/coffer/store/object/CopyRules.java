package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.object.Sources.Source;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a CopyObject may say. Source: spec/encryption.md §2.13; Amazon S3 API Reference. */
final class CopyRules {
  private static final String METADATA = "x-amz-metadata-directive";
  private static final String TAGGING = "x-amz-tagging-directive";
  private static final String REPLACE = "REPLACE";
  private static final ObjectHeaders NO_HEADERS =
      new ObjectHeaders(null, null, null, null, null, null, Map.of());

  private CopyRules() {}

  static void requireHeaders(Bucket bucket, CopyObject op) {
    RequestRules.requirePayer(bucket, op.requestPayer());
    RequestRules.requireWrite(bucket, op.acl(), op.storageClass());
    requireDirective(METADATA, "Unknown metadata directive.", op.metadataDirective());
    requireDirective(TAGGING, "Unknown tagging directive.", op.taggingDirective());
    if (op.checksumAlgorithm() != null) {
      UploadChecksum.algorithm(op.checksumAlgorithm());
    }
  }

  private static void requireDirective(String header, String text, @Nullable String value) {
    if (value != null && !value.equals("COPY") && !value.equals(REPLACE)) {
      throw Arguments.invalid(text, header, value);
    }
  }

  static boolean replacesMetadata(CopyObject op) {
    return REPLACE.equals(op.metadataDirective());
  }

  /**
   * R132: a copy onto itself changes something, or a header or the bucket says how to encrypt.
   *
   * <p>Where nothing says how to encrypt, the copy would get SSE-S3.
   */
  static void requireChange(ObjectGroup at, CopyObject op, Source source, SseApplied present) {
    boolean changes =
        !sameObject(at, source.found().at())
            || source.name().versionId() != null
            || replacesMetadata(op)
            || op.storageClass() != null
            || op.extras().websiteRedirectLocation() != null
            || !op.sse().equals(dev.coffer.wire.s3.Sse.NONE)
            || op.sseCustomer().present()
            || at.bucket().encryption().configured()
            || !present.sseS3();
    if (!changes) {
      throw S3Error.InvalidRequest.because(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  /** By the bucket's id, since its settings may change between two looks. */
  private static boolean sameObject(ObjectGroup one, ObjectGroup other) {
    return one.bucket().id().equals(other.bucket().id()) && one.key().equals(other.key());
  }

  /** What the copy is kept with: what was asked for, else what the source has. */
  static ChecksumAlgorithm checksum(CopyObject op, Source source) {
    if (op.checksumAlgorithm() != null) {
      return UploadChecksum.algorithm(op.checksumAlgorithm());
    }
    @Nullable ChecksumMark mark = source.found().object().checksum();
    return mark == null ? ChecksumAlgorithm.CRC64NVME : mark.algorithm();
  }

  /** Tags are copied by those alone who may read them there and put them here. */
  static void requireTagRights(Call call, ObjectGroup at, CopyObject op, Source source) {
    if (copiesTags(op) && !source.found().details().extras().tags().isEmpty()) {
      ObjectRights from = ObjectRights.ofSource(call, source.found());
      from.require("s3:GetObjectTagging", "s3:GetObjectVersionTagging");
      ObjectRights.require(
          call.requireGrants().rights(), "s3:PutObjectTagging", ObjectRights.arn(at));
    }
  }

  static boolean copiesTags(CopyObject op) {
    return !REPLACE.equals(op.taggingDirective());
  }

  /**
   * What the request says of the copy; of metadata and tags what it is to replace. A lock is never
   * the source's.
   */
  static Wanted said(Bucket bucket, CopyObject op, VersionLock lock) {
    Extras extras = op.extras();
    return Wanted.of(
        bucket,
        replacesMetadata(op) ? op.headers() : NO_HEADERS,
        copiesTags(op) ? new Extras(null, extras.websiteRedirectLocation(), extras.lock()) : extras,
        lock);
  }

  /**
   * What the copy shall have: what the request says, or what the source has. A redirection is never
   * the source's.
   */
  static Wanted wanted(Bucket bucket, CopyObject op, Wanted said, Source source) {
    VersionDetails of = source.found().details();
    VersionExtras extras = said.extras();
    if (copiesTags(op)) {
      extras = extras.withTags(of.extras().tags());
      DirectoryRules.requireNoTags(bucket, extras.tags());
    }
    return new Wanted(replacesMetadata(op) ? said.description() : of.description(), extras);
  }
}
