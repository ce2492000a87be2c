package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** The encryption that a write asks for, as the headers say it; validated in {@code store.sse}. */
public record Sse(
    @Header("x-amz-server-side-encryption") @Nullable String algorithm,
    @Header("x-amz-server-side-encryption-aws-kms-key-id") @Nullable String kmsKeyId,
    @Header("x-amz-server-side-encryption-context") @Nullable String context,
    @Header("x-amz-server-side-encryption-bucket-key-enabled") @Nullable String bucketKeyEnabled) {
  public static final Sse NONE = new Sse(null, null, null, null);
}
