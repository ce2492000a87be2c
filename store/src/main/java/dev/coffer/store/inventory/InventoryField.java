package dev.coffer.store.inventory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an inventory may say of an object besides its name, in the order of its columns. */
public enum InventoryField {
  SIZE("Size", 1),
  LAST_MODIFIED("LastModifiedDate", 2),
  ETAG("ETag", 3),
  STORAGE_CLASS("StorageClass", 4),
  MULTIPART("IsMultipartUploaded", 5),
  /** Empty for objects that no rule replicates, and here are no such rules. */
  REPLICATION("ReplicationStatus", 6),
  ENCRYPTION("EncryptionStatus", 7),
  LOCK_UNTIL("ObjectLockRetainUntilDate", 8),
  LOCK_MODE("ObjectLockMode", 9),
  LEGAL_HOLD("ObjectLockLegalHoldStatus", 10),
  /** Empty for objects that are in no such class, and here is no such class. */
  TIER("IntelligentTieringAccessTier", 11),
  BUCKET_KEY("BucketKeyStatus", 12),
  CHECKSUM("ChecksumAlgorithm", 13),
  OWNER("ObjectOwner", 15);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String wireName;
  private final int code;

  InventoryField(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  static Optional<InventoryField> named(String wireName) {
    return Arrays.stream(values()).filter(field -> field.wireName.equals(wireName)).findFirst();
  }

  static Optional<InventoryField> coded(int code) {
    return Arrays.stream(values()).filter(field -> field.code == code).findFirst();
  }

  /** Amazon's name, which is the column's too. */
  String wireName() {
    return wireName;
  }

  /** As rows have it. */
  int code() {
    return code;
  }

  /** What stands in the column; empty where nothing is to be said. */
  String of(Listed.Version version) {
    return switch (this) {
      case SIZE -> String.valueOf(version.sizeBytes());
      case LAST_MODIFIED -> time(version.lastModified());
      case ETAG -> version.eTag();
      case STORAGE_CLASS -> version.storageClass();
      case MULTIPART -> String.valueOf(version.multipart());
      case REPLICATION, TIER -> "";
      case ENCRYPTION -> version.encryption().shown();
      case LOCK_UNTIL -> time(version.lock().until());
      case LOCK_MODE -> orEmpty(version.lock().mode());
      case LEGAL_HOLD -> version.lock().held() ? "On" : "Off";
      case BUCKET_KEY -> version.bucketKey() ? "ENABLED" : "DISABLED";
      case CHECKSUM -> orEmpty(version.checksum());
      case OWNER -> version.ownerId();
    };
  }

  static String time(@Nullable Instant time) {
    return time == null ? "" : TIME.format(time);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
