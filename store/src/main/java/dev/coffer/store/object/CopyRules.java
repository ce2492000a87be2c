package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.Sources.Source;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import org.jspecify.annotations.Nullable;

/** What a CopyObject may say. Source: spec/encryption.md §2.13; Amazon S3 API Reference. */
final class CopyRules {
  private static final String METADATA = "x-amz-metadata-directive";
  private static final String TAGGING = "x-amz-tagging-directive";
  private static final String REPLACE = "REPLACE";

  private CopyRules() {}

  static void requireHeaders(Bucket bucket, CopyObject op) {
    RequestRules.requirePayer(op.requestPayer());
    RequestRules.requireWrite(bucket, op.acl(), op.storageClass());
    requireDirective(METADATA, "Unknown metadata directive.", op.metadataDirective());
    requireDirective(TAGGING, "Unknown tagging directive.", op.taggingDirective());
    if (REPLACE.equals(op.taggingDirective())) {
      throw S3Error.NotImplemented.with("Header", TAGGING).with("Value", REPLACE);
    }
    if (replacesMetadata(op)) {
      RequestRules.requireMetadata(op.headers());
    }
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
            || !op.sse().equals(dev.coffer.wire.s3.Sse.NONE)
            || op.sseCustomer().present()
            || at.bucket().encryption().configured()
            || !present.sseS3();
    if (!changes) {
      throw S3Error.InvalidRequest.because(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
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

  /** What describes the copy: what the request says, or what describes the source. */
  static Description description(CopyObject op, Source source) {
    return replacesMetadata(op)
        ? Description.of(op.headers())
        : source.found().details().description();
  }
}
