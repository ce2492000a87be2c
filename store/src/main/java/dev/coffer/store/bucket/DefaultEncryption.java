package dev.coffer.store.bucket;

import org.jspecify.annotations.Nullable;

/**
 * A bucket's default encryption: exactly the combinations that Amazon accepts.
 *
 * <p>{@code keyId} is kept as it was put (id, ARN or alias, unchecked); absent means the account's
 * {@code aws/s3} key. Source: spec/encryption.md §1.
 */
public sealed interface DefaultEncryption {
  /** What an unconfigured bucket has. */
  DefaultEncryption UNCONFIGURED = new SseS3(false);

  /** Amazon's name of the algorithm. */
  String algorithm();

  /** The flag as GET echoes it. */
  boolean bucketKeyEnabled();

  /** {@code AES256}; the flag means nothing here, but it is echoed. */
  record SseS3(boolean bucketKeyEnabled) implements DefaultEncryption {
    @Override
    public String algorithm() {
      return "AES256";
    }
  }

  /** {@code aws:kms}. */
  record SseKms(@Nullable String keyId, boolean bucketKeyEnabled) implements DefaultEncryption {
    @Override
    public String algorithm() {
      return "aws:kms";
    }
  }

  /** {@code aws:kms:dsse}; it never uses a bucket key, but the flag is echoed. */
  record DsseKms(@Nullable String keyId, boolean bucketKeyEnabled) implements DefaultEncryption {
    @Override
    public String algorithm() {
      return "aws:kms:dsse";
    }
  }
}
