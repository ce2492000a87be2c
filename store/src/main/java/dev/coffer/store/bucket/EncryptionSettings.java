package dev.coffer.store.bucket;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's encryption configuration as it is stored, format {@value #FORMAT}.
 *
 * @param configured whether a PutBucketEncryption still holds; Amazon tells a bucket that never was
 *     configured from one that was configured to the same value (R132)
 */
public record EncryptionSettings(
    boolean configured, DefaultEncryption byDefault, BlockedTypes blocked) {
  static final int FORMAT = 1;

  private static final int SSE_S3 = 1;
  private static final int SSE_KMS = 2;
  private static final int DSSE_KMS = 3;

  /**
   * What a new bucket of that profile has, and what DELETE goes back to. A directory bucket knows
   * no blocked types, and its bucket keys are always on (R173, R184).
   */
  public static EncryptionSettings initial(BucketKind kind, Profile profile) {
    return switch (kind) {
      case BucketKind.GeneralPurpose _ ->
          new EncryptionSettings(
              false, DefaultEncryption.UNCONFIGURED, BlockedTypes.initial(profile));
      case BucketKind.Directory _ ->
          new EncryptionSettings(false, new DefaultEncryption.SseS3(true), BlockedTypes.UNSAID);
    };
  }

  Bytes encode() {
    FieldWriter out = new FieldWriter().u8(FORMAT).flag(configured).u8(blocked.code());
    switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> write(out, SSE_S3, null);
      case DefaultEncryption.SseKms kms -> write(out, SSE_KMS, kms.keyId());
      case DefaultEncryption.DsseKms dsse -> write(out, DSSE_KMS, dsse.keyId());
    }
    return out.toBytes();
  }

  private void write(FieldWriter out, int type, @Nullable String keyId) {
    out.u8(type).flag(byDefault.bucketKeyEnabled()).nullableString(keyId);
  }

  static EncryptionSettings decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    if (in.u8() != FORMAT) {
      throw new Corrupt("encryption settings of an unknown format");
    }
    boolean configured = in.flag();
    BlockedTypes blocked = BlockedTypes.of(in.u8());
    DefaultEncryption byDefault = readDefault(in);
    in.requireEnd();
    return new EncryptionSettings(configured, byDefault, blocked);
  }

  private static DefaultEncryption readDefault(FieldReader in) {
    int type = in.u8();
    boolean bucketKey = in.flag();
    String keyId = in.nullableString();
    return switch (type) {
      case SSE_S3 -> new DefaultEncryption.SseS3(bucketKey);
      case SSE_KMS -> new DefaultEncryption.SseKms(keyId, bucketKey);
      case DSSE_KMS -> new DefaultEncryption.DsseKms(keyId, bucketKey);
      default -> throw new Corrupt("default encryption of an unknown type").with("type", type);
    };
  }
}
