package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.wire.http.Headers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The encryption types as a request asks for them and as an answer shows them. Source:
 * spec/encryption.md §2.1 and §2.3.
 */
enum Type {
  SSE_S3,
  SSE_KMS,
  SSE_KMS_BUCKET_KEY,
  DSSE_KMS,
  SSE_C;

  private static final String SSE = "x-amz-server-side-encryption";
  private static final String CUSTOMER = "-server-side-encryption-customer-";

  /** The customer's keys of the tests: 32 bytes each. */
  static final String KEY = "1234567890abcdef1234567890abcdef";

  static final String OTHER_KEY = "abcdef1234567890abcdef1234567890";

  /** What a bucket may say by default. */
  static List<Type> managed() {
    return List.of(SSE_S3, SSE_KMS, SSE_KMS_BUCKET_KEY, DSSE_KMS);
  }

  /** The document that makes it a bucket's default; customers' keys stay allowed. */
  String asDefault(String keyArn) {
    String algorithm = kms() ? (this == DSSE_KMS ? "aws:kms:dsse" : "aws:kms") : "AES256";
    String key = kms() ? "<KMSMasterKeyID>" + keyArn + "</KMSMasterKeyID>" : "";
    return "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
        + ("<SSEAlgorithm>" + algorithm + "</SSEAlgorithm>" + key)
        + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>"
        + (this == SSE_KMS_BUCKET_KEY)
        + "</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>";
  }

  boolean kms() {
    return this == SSE_KMS || this == SSE_KMS_BUCKET_KEY || this == DSSE_KMS;
  }

  /** What a write says to have this type. */
  Headers written(String keyArn) {
    return switch (this) {
      case SSE_S3 -> Headers.of(SSE, "AES256");
      case SSE_KMS -> Headers.of(SSE, "aws:kms", SSE + "-aws-kms-key-id", keyArn);
      case SSE_KMS_BUCKET_KEY ->
          Headers.of(
              SSE, "aws:kms", SSE + "-aws-kms-key-id", keyArn, SSE + "-bucket-key-enabled", "true");
      case DSSE_KMS -> Headers.of(SSE, "aws:kms:dsse", SSE + "-aws-kms-key-id", keyArn);
      case SSE_C -> customer("x-amz", KEY);
    };
  }

  /** What a part and a read must say. */
  Headers read() {
    return this == SSE_C ? customer("x-amz", KEY) : Headers.EMPTY;
  }

  /** What a copy must say of its source. */
  Headers source() {
    return this == SSE_C ? customer("x-amz-copy-source", KEY) : Headers.EMPTY;
  }

  /** The three headers of a customer's key, under either prefix. */
  static Headers customer(String prefix, String key) {
    byte[] bytes = key.getBytes(US_ASCII);
    return Headers.of(
        prefix + CUSTOMER + "algorithm",
        "AES256",
        prefix + CUSTOMER + "key",
        Base64.getEncoder().encodeToString(bytes),
        prefix + CUSTOMER + "key-MD5",
        Digests.base64("MD5", bytes));
  }

  /** What every answer shows; a null stands for a header that must be absent. */
  Map<String, @Nullable String> shown(String keyArn) {
    var shown = new HashMap<String, @Nullable String>();
    shown.put(
        SSE,
        switch (this) {
          case SSE_S3 -> "AES256";
          case SSE_KMS, SSE_KMS_BUCKET_KEY -> "aws:kms";
          case DSSE_KMS -> "aws:kms:dsse";
          case SSE_C -> null;
        });
    shown.put(SSE + "-aws-kms-key-id", kms() ? keyArn : null);
    shown.put(SSE + "-bucket-key-enabled", this == SSE_KMS_BUCKET_KEY ? "true" : null);
    boolean customer = this == SSE_C;
    shown.put(SSE + "-customer-algorithm", customer ? "AES256" : null);
    shown.put(
        SSE + "-customer-key-MD5", customer ? Digests.base64("MD5", KEY.getBytes(US_ASCII)) : null);
    shown.put(SSE + "-customer-key", null);
    return shown;
  }
}
