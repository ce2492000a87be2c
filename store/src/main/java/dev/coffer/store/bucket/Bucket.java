package dev.coffer.store.bucket;

import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Index;
import dev.coffer.wire.s3.DirectoryBucketName;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as it was when a request read it; the request decides by this value to its end.
 *
 * @param id 16 random bytes; a bucket that is made anew under the same name has another
 * @param deleting set before the index is removed, and never taken back; whether the bucket is
 *     still there is then decided by its index
 * @param wrappedMetadataKey under the root key
 * @param wrappedSseS3Keys by generation, the first is generation 1, under the root key
 */
public record Bucket(
    String name,
    Bytes id,
    Account owner,
    Instant created,
    Profile profile,
    VersioningState versioning,
    EncryptionSettings encryption,
    AccessSettings access,
    boolean deleting,
    Bytes wrappedMetadataKey,
    List<Bytes> wrappedSseS3Keys,
    BucketKind kind) {
  /** Bytes of a bucket id. */
  public static final int ID_BYTES = 16;

  public Bucket {
    wrappedSseS3Keys = List.copyOf(wrappedSseS3Keys);
    if (id.size() != ID_BYTES || wrappedSseS3Keys.isEmpty()) {
      throw new IllegalArgumentException("a bucket has an id of 16 bytes and a key");
    }
  }

  /** Where its objects are. */
  public Index index() {
    return indexOf(id);
  }

  /** The index of the bucket of that id, which no other bucket ever gets. */
  public static Index indexOf(Bytes id) {
    return new Index("bucket-" + id.toHex());
  }

  /** The generation that new objects use. */
  public int newestGeneration() {
    return wrappedSseS3Keys.size();
  }

  /** Whether it is a directory bucket. */
  public boolean directory() {
    return kind instanceof BucketKind.Directory;
  }

  /**
   * The ARN of the key that a directory bucket encrypts with by default; null where it is SSE-S3,
   * and of other buckets.
   */
  public @Nullable String directoryKeyArn() {
    return kind instanceof BucketKind.Directory directory
            && encryption.byDefault() instanceof DefaultEncryption.SseKms
        ? directory.lifelongKey()
        : null;
  }

  /**
   * Its ARN.
   *
   * @param region of the store
   */
  public String arn(String region) {
    return arn(name, owner.id(), region);
  }

  /** The ARN of a bucket of that name, whose kind follows from it. */
  public static String arn(String name, String accountId, String region) {
    return DirectoryBucketName.is(name)
        ? "arn:aws:s3express:" + region + ":" + accountId + ":bucket/" + name
        : "arn:aws:s3:::" + name;
  }

  Bucket withVersioning(VersioningState state) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        state,
        encryption,
        access,
        deleting,
        wrappedMetadataKey,
        wrappedSseS3Keys,
        kind);
  }

  Bucket withEncryption(EncryptionSettings settings) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        versioning,
        settings,
        access,
        deleting,
        wrappedMetadataKey,
        wrappedSseS3Keys,
        kind);
  }

  Bucket withKind(BucketKind changed) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        versioning,
        encryption,
        access,
        deleting,
        wrappedMetadataKey,
        wrappedSseS3Keys,
        changed);
  }

  Bucket withAccess(UnaryOperator<AccessSettings> change) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        versioning,
        encryption,
        change.apply(access),
        deleting,
        wrappedMetadataKey,
        wrappedSseS3Keys,
        kind);
  }

  Bucket withWrappedKeys(Bytes metadataKey, List<Bytes> sseS3Keys) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        versioning,
        encryption,
        access,
        deleting,
        metadataKey,
        sseS3Keys,
        kind);
  }

  Bucket withDeleting(boolean begun) {
    return new Bucket(
        name,
        id,
        owner,
        created,
        profile,
        versioning,
        encryption,
        access,
        begun,
        wrappedMetadataKey,
        wrappedSseS3Keys,
        kind);
  }
}
