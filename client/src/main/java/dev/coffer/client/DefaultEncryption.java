package dev.coffer.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket encrypts objects whose writer says nothing about encryption. Used as a configuration
 * by itself, it leaves the bucket's blocked types as they are.
 *
 * <p>What Amazon refuses cannot be written down: there is no key to give to SSE-S3 and no Bucket
 * Key to switch on for DSSE-KMS. This does not compile:
 *
 * <pre>{@code
 * ServerSideEncryptionConfiguration.sseS3().withBucketKey();
 * new DefaultEncryption.SseS3("arn:aws:kms:…");
 * }</pre>
 */
public sealed interface DefaultEncryption extends ServerSideEncryptionConfiguration {

  /** Keys that the store manages: {@code AES256}. */
  record SseS3() implements DefaultEncryption {}

  /**
   * A key of the key service: {@code aws:kms}.
   *
   * @param keyId key id, key ARN, alias name or alias ARN; kept as given and not checked before the
   *     first upload. Null means the account's {@code aws/s3} key
   * @param bucketKey whether the bucket derives a short-lived key of its own, to ask the key
   *     service less often
   */
  record SseKms(@Nullable String keyId, boolean bucketKey) implements DefaultEncryption {
    public SseKms {
      KeyId.check(keyId);
    }

    /** The same key, with an S3 Bucket Key. */
    public SseKms withBucketKey() {
      return new SseKms(keyId, true);
    }
  }

  /**
   * Two layers under a key of the key service: {@code aws:kms:dsse}.
   *
   * @param keyId as for {@link SseKms}
   */
  record DsseKms(@Nullable String keyId) implements DefaultEncryption {
    public DsseKms {
      KeyId.check(keyId);
    }
  }

  /** This default, and a bucket that refuses objects of the type. */
  default DefaultWithBlocked blocking(EncryptionType type) {
    return new DefaultWithBlocked(this, Set.of(type));
  }

  /** This default, and a bucket that refuses no type. */
  default DefaultWithBlocked blockingNothing() {
    return new DefaultWithBlocked(this, Set.of());
  }
}
