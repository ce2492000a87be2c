package dev.coffer.store.bucket;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * Who may enter a bucket, as its configuration says: part of its row.
 *
 * <p>Access control lists are never in force; whether the ownership rule is <em>said</em> only
 * decides what GetBucketOwnershipControls answers. Source: docs/formats/metadata-v1.md §4.
 *
 * @param policy the bucket policy byte for byte, at most 20 KiB of UTF-8
 * @param publicAccess null when it was deleted, which means that all switches are off
 * @param ownershipSaid whether {@code BucketOwnerEnforced} is shown
 */
public record AccessSettings(
    @Nullable String policy, @Nullable PublicAccessBlock publicAccess, boolean ownershipSaid) {
  /** What a new bucket has. */
  public static final AccessSettings INITIAL =
      new AccessSettings(null, PublicAccessBlock.ALL, true);

  private static final int FORMAT = 1;

  /** The bucket's own switches. */
  public PublicAccessBlock block() {
    return publicAccess == null ? PublicAccessBlock.NONE : publicAccess;
  }

  AccessSettings withPolicy(@Nullable String text) {
    return new AccessSettings(text, publicAccess, ownershipSaid);
  }

  AccessSettings withPublicAccess(@Nullable PublicAccessBlock block) {
    return new AccessSettings(policy, block, ownershipSaid);
  }

  AccessSettings withOwnershipSaid(boolean said) {
    return new AccessSettings(policy, publicAccess, said);
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(FORMAT)
        .nullableString(policy)
        .nullable(publicAccess, (out, block) -> out.u8(block.code()))
        .flag(ownershipSaid)
        .toBytes();
  }

  static AccessSettings decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    if (in.u8() != FORMAT) {
      throw new Corrupt("access settings of an unknown format");
    }
    String policy = in.nullableString();
    PublicAccessBlock block = in.nullable(from -> PublicAccessBlock.of(from.u8()));
    AccessSettings settings = new AccessSettings(policy, block, in.flag());
    in.requireEnd();
    return settings;
  }
}
