package dev.coffer.store.sse;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/** Refusals of encryption headers. Source: spec/encryption.md §2.6. */
final class SseHeaders {
  static final String SSE = "x-amz-server-side-encryption";
  static final String KMS_KEY = SSE + "-aws-kms-key-id";
  static final String CONTEXT = SSE + "-context";
  static final String CUSTOMER_ALGORITHM = SSE + "-customer-algorithm";

  private SseHeaders() {}

  /** BADMETHOD: the method is empty or unknown. */
  static S3Exception unknownMethod(String value) {
    return argument("The encryption method specified is not supported", value);
  }

  /** KREQ: a KMS header without {@code aws:kms}. */
  static S3Exception kmsRequired(@Nullable String value) {
    return argument(
        "Server Side Encryption with AWS KMS managed key requires HTTP header "
            + "x-amz-server-side-encryption : aws:kms",
        value);
  }

  /** INCOMP: a customer's key beside another method. */
  static S3Exception incompatible(String value) {
    return argument(
        "Server Side Encryption with Customer provided key is incompatible with the encryption "
            + "method specified",
        value);
  }

  /** An encryption that this server does not serve yet. */
  static S3Exception notServed(String header, String value) {
    return S3Error.NotImplemented.with("Header", header).with("Value", value);
  }

  private static S3Exception argument(String text, @Nullable String value) {
    S3Exception refusal = S3Error.InvalidArgument.because(text).with("ArgumentName", SSE);
    return value == null ? refusal : refusal.with("ArgumentValue", value);
  }
}
