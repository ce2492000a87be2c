package dev.coffer.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PutBucketEncryption sets and GetBucketEncryption returns.
 *
 * <p>Shape: a {@link DefaultEncryption} (blocked types stay as they are), the same with blocked
 * types ({@link DefaultWithBlocked}), blocked types only ({@link BlockedOnly}: the default stays as
 * it is), or a document as a server stored it ({@link StoredEncryption}), which only reading
 * yields.
 *
 * <pre>{@code
 * ServerSideEncryptionConfiguration.sseS3();
 * ServerSideEncryptionConfiguration.sseKms("arn:aws:kms:…").withBucketKey();
 * ServerSideEncryptionConfiguration.dsseKms("alias/audit").blocking(EncryptionType.SSE_C);
 * ServerSideEncryptionConfiguration.blockingNothing();
 * }</pre>
 *
 * <p>Source: Amazon S3 API Reference, PutBucketEncryption, ServerSideEncryptionRule and
 * BlockedEncryptionTypes.
 */
public sealed interface ServerSideEncryptionConfiguration
    permits DefaultEncryption,
        ServerSideEncryptionConfiguration.DefaultWithBlocked,
        ServerSideEncryptionConfiguration.BlockedOnly,
        StoredEncryption {

  /**
   * A default and the types that the bucket refuses.
   *
   * @param blocked empty: {@code NONE}, nothing is refused
   */
  record DefaultWithBlocked(DefaultEncryption encryption, Set<EncryptionType> blocked)
      implements ServerSideEncryptionConfiguration {
    public DefaultWithBlocked {
      blocked = Set.copyOf(blocked);
    }
  }

  /**
   * The types that the bucket refuses; its default stays as it is.
   *
   * @param blocked empty: {@code NONE}, nothing is refused
   */
  record BlockedOnly(Set<EncryptionType> blocked) implements ServerSideEncryptionConfiguration {
    public BlockedOnly {
      blocked = Set.copyOf(blocked);
    }
  }

  /** Keys that the store manages. */
  static DefaultEncryption.SseS3 sseS3() {
    return new DefaultEncryption.SseS3();
  }

  /** The account's {@code aws/s3} key. */
  static DefaultEncryption.SseKms sseKms() {
    return sseKms(null);
  }

  /**
   * A key of the key service, without a Bucket Key; null means the account's {@code aws/s3} key.
   */
  static DefaultEncryption.SseKms sseKms(@Nullable String keyId) {
    return new DefaultEncryption.SseKms(keyId, false);
  }

  /** Two layers under the account's {@code aws/s3} key. */
  static DefaultEncryption.DsseKms dsseKms() {
    return dsseKms(null);
  }

  /** Two layers under a key of the key service; null means the account's {@code aws/s3} key. */
  static DefaultEncryption.DsseKms dsseKms(@Nullable String keyId) {
    return new DefaultEncryption.DsseKms(keyId);
  }

  /** Refuses objects of the type; the default stays as it is. */
  static BlockedOnly blocking(EncryptionType type) {
    return new BlockedOnly(Set.of(type));
  }

  /** Refuses no type; the default stays as it is. */
  static BlockedOnly blockingNothing() {
    return new BlockedOnly(Set.of());
  }
}
