package dev.coffer.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** An encryption type as a load asks for it: by the bucket's default, or by headers. */
enum Kind {
  SSE_S3("sse-s3", "AES256", false),
  SSE_KMS("sse-kms", "aws:kms", false),
  BUCKET_KEY("sse-kms-bk", "aws:kms", true),
  DSSE_KMS("dsse-kms", "aws:kms:dsse", false),
  SSE_C("sse-c", "AES256", false);

  private static final String CUSTOMER = "x-amz-server-side-encryption-customer-";
  private static final String COPIED = "x-amz-copy-source-server-side-encryption-customer-";
  private static final byte[] CUSTOMER_KEY =
      "a key that is for measuring only".getBytes(StandardCharsets.US_ASCII);

  private final String text;
  private final String algorithm;
  private final boolean bucketKey;

  Kind(String text, String algorithm, boolean bucketKey) {
    this.text = text;
    this.algorithm = algorithm;
    this.bucketKey = bucketKey;
  }

  String text() {
    return text;
  }

  /** The configuration of a bucket whose objects are of this type, where headers say nothing. */
  byte[] configuration() {
    return ("<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
            + algorithm
            + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>"
            + bucketKey
            + "</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>NONE</EncryptionType>"
            + "</BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The headers of each request. */
  Map<String, String> headers() {
    return customerKey(CUSTOMER);
  }

  /** The headers of a copy that reads from such an object. */
  Map<String, String> sourceHeaders() {
    return customerKey(COPIED);
  }

  /** What an answer about such an object says of its encryption. */
  boolean isToldBy(Answer answer) {
    String header = this == SSE_C ? CUSTOMER + "algorithm" : "x-amz-server-side-encryption";
    String bucketKeys = "x-amz-server-side-encryption-bucket-key-enabled";
    return answer.header(header).orElse("").equals(algorithm)
        && answer.header(bucketKeys).orElse("false").equals(Boolean.toString(bucketKey));
  }

  private Map<String, String> customerKey(String prefix) {
    if (this != SSE_C) {
      return Map.of();
    }
    try {
      Base64.Encoder base64 = Base64.getEncoder();
      byte[] md5 = MessageDigest.getInstance("MD5").digest(CUSTOMER_KEY);
      return Map.of(
          prefix + "algorithm",
          "AES256",
          prefix + "key",
          base64.encodeToString(CUSTOMER_KEY),
          prefix + "key-md5",
          base64.encodeToString(md5));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }
}
