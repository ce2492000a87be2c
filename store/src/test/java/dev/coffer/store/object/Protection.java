package dev.coffer.store.object;

import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way to encrypt an object, as requests, buckets and answers say it.
 *
 * @param keyName the ARN of a KMS key, or the customer's key in base64; null for SSE-S3
 */
record Protection(SseType type, @Nullable String keyName) {
  static final Protection S3 = new Protection(SseType.S3, null);

  /** The types that an object can have, SSE-KMS twice. */
  enum SseType {
    S3("AES256"),
    KMS("aws:kms"),
    KMS_BUCKET_KEY("aws:kms"),
    DSSE("aws:kms:dsse"),
    CUSTOMER("AES256");

    private final String algorithm;

    SseType(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  /** Whether UpdateObjectEncryption makes objects of the type, or changes them. */
  boolean kms() {
    return type == SseType.KMS || type == SseType.KMS_BUCKET_KEY;
  }

  private boolean customer() {
    return type == SseType.CUSTOMER;
  }

  /** The headers that ask for it. */
  Sse headers() {
    boolean bucketKey = type == SseType.KMS_BUCKET_KEY;
    return customer()
        ? Sse.NONE
        : new Sse(type.algorithm, keyName, null, bucketKey ? "true" : kms() ? "false" : null);
  }

  /** The customer's key that writes and reads need, if any. */
  SseCustomer customerHeaders() {
    return customer() ? new SseCustomer("AES256", keyName, md5()) : SseCustomer.NONE;
  }

  /** What a bucket says by default. */
  ByDefault byDefault() {
    return new ByDefault(type.algorithm, keyName);
  }

  SseApplied applied() {
    return switch (type) {
      case S3 -> SseApplied.SSE_S3;
      case KMS, DSSE -> new SseApplied(type.algorithm, keyName, null, null, null);
      case KMS_BUCKET_KEY -> new SseApplied(type.algorithm, keyName, true, null, null);
      case CUSTOMER -> new SseApplied(null, null, null, "AES256", md5());
    };
  }

  private String md5() {
    return Base64.getEncoder()
        .encodeToString(digest(Base64.getDecoder().decode(Objects.requireNonNull(keyName))));
  }

  static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
