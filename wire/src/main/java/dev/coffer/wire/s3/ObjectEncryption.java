package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/**
 * The document of UpdateObjectEncryption: which encryption an object shall have. Amazon's schema
 * knows SSE-KMS alone; the others are here because asking for them is answered by name. Values are
 * kept unchecked, each mistake has its own answer. Source: spec/encryption.md §2.11.
 */
@XmlRoot("ObjectEncryption")
public record ObjectEncryption(
    @Element("SSE-KMS") @Nullable Target sseKms,
    @Element("SSE-S3") @Nullable Target sseS3,
    @Element("DSSE-KMS") @Nullable Target dsseKms,
    @Element("SSE-C") @Nullable Target sseC) {

  /** The KMS key, and whether through a Bucket Key. */
  public record Target(
      @Element("KMSKeyArn") @Nullable String kmsKeyArn,
      @Element("BucketKeyEnabled") @Nullable String bucketKeyEnabled) {}
}
