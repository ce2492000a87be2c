package dev.coffer.store.bucket;

import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;

/**
 * The fields of a bucket's row, stored sealed as a whole: format {@value #FORMAT}, or {@value
 * #DIRECTORY} of a directory bucket, which has fields of its own at the end. Format {@value
 * #WITHOUT_ACCESS} is read too: such a bucket has the access settings of a new one. Source:
 * docs/formats/metadata-v1.md.
 */
final class BucketRow {
  static final int FORMAT = 2;

  /** The format before there were access settings. */
  static final int WITHOUT_ACCESS = 1;

  /** The format of directory buckets. */
  static final int DIRECTORY = 3;

  private BucketRow() {}

  static boolean known(int format) {
    return format == FORMAT || format == WITHOUT_ACCESS || format == DIRECTORY;
  }

  /** The format that a bucket is stored in. */
  static int format(Bucket bucket) {
    return switch (bucket.kind()) {
      case BucketKind.GeneralPurpose _ -> FORMAT;
      case BucketKind.Directory _ -> DIRECTORY;
    };
  }

  static Bytes encode(Bucket bucket) {
    FieldWriter out = common(bucket);
    if (bucket.kind() instanceof BucketKind.Directory directory) {
      out.string(directory.zone())
          .u8(directory.zoneType().code())
          .nullableString(directory.lifelongKey());
    }
    return out.toBytes();
  }

  private static FieldWriter common(Bucket bucket) {
    return new FieldWriter()
        .bytes(bucket.id())
        .string(bucket.owner().id())
        .string(bucket.owner().canonicalId())
        .u64(bucket.created().toEpochMilli())
        .u8(bucket.profile().code())
        .u8(bucket.versioning().code())
        .bytes(bucket.encryption().encode())
        .bytes(bucket.access().encode())
        .flag(bucket.deleting())
        .bytes(bucket.wrappedMetadataKey())
        .list(bucket.wrappedSseS3Keys(), FieldWriter::bytes);
  }

  static Bucket decode(String name, int format, Bytes fields) {
    FieldReader in = new FieldReader(fields);
    Bytes id = in.bytes(Bucket.ID_BYTES);
    Account owner = account(in);
    Bucket bucket =
        new Bucket(
            name,
            id,
            owner,
            Instant.ofEpochMilli(in.u64()),
            Profile.of(in.u8()),
            VersioningState.of(in.u8()),
            EncryptionSettings.decode(in.bytes()),
            format == WITHOUT_ACCESS ? AccessSettings.INITIAL : AccessSettings.decode(in.bytes()),
            in.flag(),
            in.bytes(),
            in.list(FieldReader::bytes),
            format == DIRECTORY ? directory(in) : BucketKind.GENERAL_PURPOSE);
    in.requireEnd();
    return bucket;
  }

  private static BucketKind directory(FieldReader in) {
    return new BucketKind.Directory(in.string(), ZoneType.of(in.u8()), in.nullableString());
  }

  private static Account account(FieldReader in) {
    try {
      return new Account(in.string(), in.string());
    } catch (IllegalArgumentException e) {
      throw new Corrupt("a bucket's owner is no account", e);
    }
  }
}
