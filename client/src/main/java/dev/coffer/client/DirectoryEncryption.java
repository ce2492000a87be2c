package dev.coffer.client;

/**
 * How a directory bucket encrypts objects: what PutBucketEncryption can set there. Bucket Keys are
 * always on and no type can be blocked, so there is nothing to say of either; there is no DSSE-KMS
 * and no key of the store's own for SSE-KMS. This does not compile:
 *
 * <pre>{@code
 * DirectoryEncryption.sseKms();
 * DirectoryEncryption.sseKms("1234abcd-…").withBucketKey();
 * DirectoryEncryption.sseS3().blocking(EncryptionType.SSE_C);
 * client.putBucketEncryption(directoryBucket, ServerSideEncryptionConfiguration.dsseKms());
 * }</pre>
 *
 * <p>Source: Amazon S3 User Guide, "Setting default server-side encryption behavior for directory
 * buckets".
 */
public sealed interface DirectoryEncryption {

  /** Keys that the store manages: {@code AES256}. */
  record SseS3() implements DirectoryEncryption {}

  /**
   * A customer managed key: {@code aws:kms}. It is the only one that the bucket can ever have.
   *
   * @param keyId key id or key ARN, which the server looks at before it stores anything; an alias
   *     is an {@link IllegalArgumentException}
   */
  record SseKms(String keyId) implements DirectoryEncryption {
    public SseKms {
      KeyId.requireNoAlias(keyId);
    }
  }

  /** Keys that the store manages. */
  static SseS3 sseS3() {
    return new SseS3();
  }

  /** A customer managed key. */
  static SseKms sseKms(String keyIdOrArn) {
    return new SseKms(keyIdOrArn);
  }
}
