package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** How an object is encrypted, as responses show it (spec/encryption.md §2.3). */
public record SseApplied(
    @Header("x-amz-server-side-encryption") @Nullable String algorithm,
    @Header("x-amz-server-side-encryption-aws-kms-key-id") @Nullable String kmsKeyArn,
    @Header("x-amz-server-side-encryption-bucket-key-enabled") @Nullable Boolean bucketKeyEnabled,
    @Header("x-amz-server-side-encryption-customer-algorithm") @Nullable String customerAlgorithm,
    @Header("x-amz-server-side-encryption-customer-key-MD5") @Nullable String customerKeyMd5) {
  public static final SseApplied SSE_S3 = new SseApplied("AES256", null, null, null, null);

  /** Whether it is SSE-S3, the only type whose ETags are MD5 digests. */
  public boolean sseS3() {
    return equals(SSE_S3);
  }

  /** Without what belongs to a customer's key, where answers show nothing of it. */
  public SseApplied withoutCustomer() {
    return new SseApplied(algorithm, kmsKeyArn, bucketKeyEnabled, null, null);
  }
}
