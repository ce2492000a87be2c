package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.tag.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Bucket rows for the vectors of metadata-v1, the same to the last bit each time. */
public final class BucketVectors {
  /** The kind of the directory bucket. */
  public static final BucketKind DIRECTORY =
      new BucketKind.Directory(
          "use1-az4",
          ZoneType.AVAILABILITY_ZONE,
          "arn:aws:kms:us-east-1:111122223333:key/0c0d1e2f-3a4b-4c5d-8e6f-708192a3b4c5");

  private final Entropy entropy;
  private final Bytes installationId;
  private final byte[] systemKey;

  public BucketVectors(Entropy entropy) {
    this.entropy = entropy;
    this.installationId = Bytes.copyOf(entropy.bytes(16));
    this.systemKey = entropy.bytes(32);
  }

  public Bytes installationId() {
    return installationId;
  }

  public Bytes systemKey() {
    return Bytes.copyOf(systemKey);
  }

  /** A bucket whose keys are of the right size and open nothing. */
  public Bucket bucket(String name) {
    return bucket(name, Bytes.copyOf(entropy.bytes(Bucket.ID_BYTES)));
  }

  /** Any bucket of that id. */
  public static Bucket withId(Bytes id) {
    return new BucketVectors(Entropy.system()).bucket("any", id);
  }

  private Bucket bucket(String name, Bytes id) {
    return new Bucket(
        name,
        id,
        new Account("111122223333", "a".repeat(64)),
        Instant.parse("2026-11-23T10:00:00.123Z"),
        Profile.YEAR_2026,
        VersioningState.SUSPENDED,
        new EncryptionSettings(
            true, new DefaultEncryption.SseKms("alias/mine", true), BlockedTypes.NONE),
        new AccessSettings(
            "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
            new PublicAccessBlock(true, false, true, false),
            false),
        false,
        Bytes.copyOf(entropy.bytes(104)),
        List.of(Bytes.copyOf(entropy.bytes(104)), Bytes.copyOf(entropy.bytes(104))),
        BucketKind.GENERAL_PURPOSE);
  }

  /** The same as a directory bucket. */
  public Bucket directory(String name) {
    return bucket(name).withKind(DIRECTORY);
  }

  /** A directory bucket's row whose zone is of some type. */
  public Bytes rowOfZoneType(Bucket directory, int type) {
    byte[] fields = BucketRow.encode(directory).toByteArray();
    int nullableKey = 2 + String.valueOf(((BucketKind.Directory) DIRECTORY).lifelongKey()).length();
    fields[fields.length - nullableKey - 1] = (byte) type;
    byte[] context =
        Aad.of("coffer/bucket-row/v3")
            .add(installationId.toByteArray())
            .add(directory.name())
            .sha256();
    try (WrappingKey key = key(systemKey())) {
      byte[] sealed = key.sealRecord(fields, context, entropy);
      return new FieldWriter().u8(3).bytes(Bytes.copyOf(sealed)).toBytes();
    }
  }

  public Bytes row(Bucket bucket) {
    try (WrappingKey key = key(systemKey())) {
      return rows(key, installationId).seal(bucket);
    }
  }

  /** A row of format 1, which had no access settings. */
  public Bytes rowWithoutAccess(Bucket bucket) {
    Bytes fields =
        new FieldWriter()
            .bytes(bucket.id())
            .string(bucket.owner().id())
            .string(bucket.owner().canonicalId())
            .u64(bucket.created().toEpochMilli())
            .u8(bucket.profile().code())
            .u8(bucket.versioning().code())
            .bytes(bucket.encryption().encode())
            .flag(bucket.deleting())
            .bytes(bucket.wrappedMetadataKey())
            .list(bucket.wrappedSseS3Keys(), FieldWriter::bytes)
            .toBytes();
    byte[] context =
        Aad.of("coffer/bucket-row/v1")
            .add(installationId.toByteArray())
            .add(bucket.name())
            .sha256();
    try (WrappingKey key = key(systemKey())) {
      byte[] sealed = key.sealRecord(fields.toByteArray(), context, entropy);
      return new FieldWriter().u8(1).bytes(Bytes.copyOf(sealed)).toBytes();
    }
  }

  /** An account's switches. */
  public Bytes accountBlock(String accountId, PublicAccessBlock block) {
    try (WrappingKey key = key(systemKey())) {
      return new AccountBlocks(new MemoryKv(), key, installationId, entropy).seal(accountId, block);
    }
  }

  /** The row of a bucket's tags. */
  public Bytes tags(Bucket bucket, Tags tags) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.TAGGING, Objects.requireNonNull(BucketTags.encode(tags)));
    }
  }

  /** Reads the row of the tags of the bucket of that id. */
  public static Tags openTags(Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    Bucket any = withId(bucketId);
    try (WrappingKey key = key(systemKey)) {
      return BucketTags.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(any, Kind.TAGGING, row));
    }
  }

  /** Reads an account's switches as the table does. */
  public static PublicAccessBlock openAccountBlock(
      Bytes systemKey, Bytes installationId, String accountId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return new AccountBlocks(new MemoryKv(), key, installationId, Entropy.system())
          .open(accountId, row);
    }
  }

  /** Reads a row as the table does. */
  public static Bucket open(Bytes systemKey, Bytes installationId, String name, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return rows(key, installationId, Entropy.system()).open(name, row).bucket();
    }
  }

  private BucketRows rows(WrappingKey key, Bytes installation) {
    return rows(key, installation, entropy);
  }

  private static BucketRows rows(WrappingKey key, Bytes installation, Entropy entropy) {
    return new BucketRows(new MemoryKv(), key, installation, entropy);
  }

  private static WrappingKey key(Bytes key) {
    return new WrappingKey(Secret.of(key.toByteArray()));
  }
}
