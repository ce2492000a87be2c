package dev.coffer.store.bucket;

import dev.coffer.storage.Corrupt;
import dev.coffer.wire.s3.PublicAccessBlockConfiguration;

/**
 * The four switches against public access, of a bucket or of an account.
 *
 * <p>Stored as one byte, a bit each from the lowest in this order. Source: Amazon S3 User Guide,
 * "Blocking public access".
 */
public record PublicAccessBlock(
    boolean blockPublicAcls,
    boolean ignorePublicAcls,
    boolean blockPublicPolicy,
    boolean restrictPublicBuckets) {
  /** What a new bucket has, as at Amazon since April 2023. */
  public static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);

  /** What holds where nothing was said. */
  public static final PublicAccessBlock NONE = new PublicAccessBlock(false, false, false, false);

  /** On is what either has on: the strictest of bucket and account holds. */
  public PublicAccessBlock or(PublicAccessBlock other) {
    return new PublicAccessBlock(
        blockPublicAcls || other.blockPublicAcls,
        ignorePublicAcls || other.ignorePublicAcls,
        blockPublicPolicy || other.blockPublicPolicy,
        restrictPublicBuckets || other.restrictPublicBuckets);
  }

  static PublicAccessBlock of(PublicAccessBlockConfiguration asked) {
    return new PublicAccessBlock(
        Boolean.TRUE.equals(asked.blockPublicAcls()),
        Boolean.TRUE.equals(asked.ignorePublicAcls()),
        Boolean.TRUE.equals(asked.blockPublicPolicy()),
        Boolean.TRUE.equals(asked.restrictPublicBuckets()));
  }

  PublicAccessBlockConfiguration shown() {
    return new PublicAccessBlockConfiguration(
        blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets);
  }

  int code() {
    return (blockPublicAcls ? 1 : 0)
        | (ignorePublicAcls ? 2 : 0)
        | (blockPublicPolicy ? 4 : 0)
        | (restrictPublicBuckets ? 8 : 0);
  }

  static PublicAccessBlock of(int code) {
    if (code > ALL.code()) {
      throw new Corrupt("a public access block has unknown switches").with("code", code);
    }
    return new PublicAccessBlock(
        (code & 1) != 0, (code & 2) != 0, (code & 4) != 0, (code & 8) != 0);
  }
}
