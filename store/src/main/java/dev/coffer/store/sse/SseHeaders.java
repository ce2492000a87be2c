package dev.coffer.store.sse;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of encryption headers. Source: spec/encryption.md §2.6, §2.7, whose names these have.
 */
final class SseHeaders {
  static final String SSE = "x-amz-server-side-encryption";
  static final String KEY_ID = SSE + "-aws-kms-key-id";
  static final String CONTEXT = SSE + "-context";
  static final String BUCKET_KEY = SSE + "-bucket-key-enabled";
  private static final String CUSTOMER =
      "Requests specifying Server Side Encryption with Customer provided keys must ";

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

  /** CTXBAD: the context is not what it must be. */
  static S3Exception badContext() {
    return S3Error.InvalidArgument.because(
            "The header '"
                + CONTEXT
                + "' shall be Base64-encoded UTF-8 string holding JSON which represents a"
                + " string-string map")
        .with("ArgumentName", CONTEXT);
  }

  /** A session of a directory bucket under another method or key than the bucket allows (R175). */
  static S3Exception notOfBucket(String value) {
    return argument(
        "A session can only be encrypted as the default encryption of its directory bucket is, or"
            + " with AES256",
        value);
  }

  /** A bucket key flag that is neither true nor false. */
  static S3Exception badBucketKey(String value) {
    return S3Error.InvalidArgument.because(
            "The value of the header '" + BUCKET_KEY + "' must be true or false")
        .with("ArgumentName", BUCKET_KEY)
        .with("ArgumentValue", value);
  }

  /** A bucket key where there cannot be one; R141. */
  static S3Exception noBucketKey(String method) {
    return S3Error.InvalidArgument.because(
            "S3 Bucket Keys are not supported with the encryption method " + method)
        .with("ArgumentName", BUCKET_KEY)
        .with("ArgumentValue", "true");
  }

  /** BADALG. */
  static S3Exception customerAlgorithm(String value) {
    return S3Error.InvalidEncryptionAlgorithmError.with("ArgumentName", SSE)
        .with("ArgumentValue", value);
  }

  /** NOALG. */
  static S3Exception noCustomerAlgorithm() {
    return argument(CUSTOMER + "provide a valid encryption algorithm.", null);
  }

  /** NOKEY. */
  static S3Exception noCustomerKey() {
    return argument(CUSTOMER + "provide an appropriate secret key.", null);
  }

  /** NOMD5. */
  static S3Exception noCustomerMd5() {
    return argument(CUSTOMER + "provide the client calculated MD5 of the secret key.", null);
  }

  /** BADKEY. */
  static S3Exception badCustomerKey() {
    return argument("The secret key was invalid for the specified algorithm.", null);
  }

  /** BADMD5. */
  static S3Exception badCustomerMd5() {
    return argument(
        "The calculated MD5 hash of the key did not match the hash that was provided.", null);
  }

  /** NEEDKEY. */
  static S3Exception customerKeyNeeded() {
    return S3Error.InvalidRequest.because(
        "The object was stored using a form of Server Side Encryption. The correct parameters must"
            + " be provided to retrieve the object.");
  }

  /** WRONGKEY. */
  static S3Exception wrongCustomerKey() {
    return S3Error.AccessDenied.because(CUSTOMER + "provide the correct secret key.");
  }

  /** NOTAPPL. */
  static S3Exception notApplicable() {
    return S3Error.InvalidRequest.because(
        "The encryption parameters are not applicable to this object.");
  }

  /** MPUENC. */
  static S3Exception uploadEncrypted() {
    return S3Error.InvalidRequest.because(
        "The multipart upload initiate requested encryption. Subsequent part requests must include"
            + " the appropriate encryption parameters.");
  }

  /** MPUDIFF. */
  static S3Exception uploadDiffers() {
    return S3Error.InvalidRequest.because(
        "The provided encryption parameters did not match the ones used originally.");
  }

  /** An object that UpdateObjectEncryption cannot change. */
  static S3Exception notUpdatable() {
    return S3Error.InvalidRequest.because(
        "The UpdateObjectEncryption operation doesn't support source objects with the encryption"
            + " type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are"
            + " supported.");
  }

  private static S3Exception argument(String text, @Nullable String value) {
    S3Exception refusal = S3Error.InvalidArgument.because(text).with("ArgumentName", SSE);
    return value == null ? refusal : refusal.with("ArgumentValue", value);
  }
}
