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
import dev.coffer.store.event.Event;
import dev.coffer.store.event.NotificationRules;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.ReportFile;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.CORSConfiguration;
import java.time.Instant;
import java.time.InstantSource;
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

  /** The row of a bucket's Object Lock; a count that no bucket has is written too. */
  public Bytes lock(Bucket bucket, BucketLock lock) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.OBJECT_LOCK, lock.encode());
    }
  }

  /** Reads the row of the Object Lock of the bucket of that id. */
  public static BucketLock openLock(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return BucketLock.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(withId(bucketId), Kind.OBJECT_LOCK, row));
    }
  }

  /** The row of where a bucket's requests are logged, whatever it says. */
  public Bytes logging(Bucket bucket, Bytes target) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.LOGGING, target);
    }
  }

  /** Reads where the requests to the bucket of that id are logged. */
  public static LogTarget openLogging(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return LogTarget.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(withId(bucketId), Kind.LOGGING, row));
    }
  }

  /** The row of a bucket's rules, whatever they are. */
  public Bytes lifecycle(Bucket bucket, Bytes rules) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.LIFECYCLE, rules);
    }
  }

  /** Reads the row of the rules of the bucket of that id. */
  public static LifecycleRules openLifecycle(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return LifecycleRules.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(withId(bucketId), Kind.LIFECYCLE, row));
    }
  }

  /** The row of the time of expiration. */
  public Bytes lifecycleClock(LifecycleClock.Times times) {
    try (WrappingKey key = key(systemKey())) {
      return new LifecycleClock(
              new MemoryKv(), key, installationId, InstantSource.system(), entropy)
          .seal(times);
    }
  }

  /** Reads the time of expiration. */
  public static LifecycleClock.Times openLifecycleClock(
      Bytes systemKey, Bytes installationId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      var clock =
          new LifecycleClock(
              new MemoryKv(), key, installationId, InstantSource.system(), Entropy.system());
      return clock.open(row);
    }
  }

  /** The row of how far a pass is. */
  public static Bytes lifecycleProgress(LifecycleProgress.At at) {
    return LifecycleProgress.encode(at);
  }

  /** Reads how far a pass is. */
  public static LifecycleProgress.At openLifecycleProgress(Bytes row) {
    return LifecycleProgress.decode(row);
  }

  /** The row of the time of locks. */
  public Bytes lockClock(Instant time) {
    try (WrappingKey key = key(systemKey())) {
      return new LockClock(new MemoryKv(), key, installationId, InstantSource.system(), entropy)
          .seal(time);
    }
  }

  /** Reads the time of locks. */
  public static Instant openLockClock(Bytes systemKey, Bytes installationId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      var clock =
          new LockClock(
              new MemoryKv(), key, installationId, InstantSource.system(), Entropy.system());
      return clock.open(row);
    }
  }

  /** The row of a bucket's rules for pages of other origins. */
  public Bytes cors(Bucket bucket, CORSConfiguration rules) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.CORS, CorsRules.of(rules).encode());
    }
  }

  /** Reads the row of the rules of the bucket of that id. */
  public static CORSConfiguration openCors(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return CorsRules.decode(
              new Configurations(new MemoryKv(), key, installationId, Entropy.system())
                  .open(withId(bucketId), Kind.CORS, row))
          .shown();
    }
  }

  /** The first row of a bucket's inventories. */
  public Bytes inventories(Bucket bucket, Bytes content) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.INVENTORY, content);
    }
  }

  /** Reads the first row of the inventories of the bucket of that id. */
  public static List<Inventory> openInventories(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return Inventories.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(withId(bucketId), Kind.INVENTORY, row));
    }
  }

  /** The row that says where an inventory is. */
  public Bytes inventoryPlace(Bucket bucket, String id, InventoryProgress.At at) {
    try (WrappingKey key = key(systemKey())) {
      return new InventoryProgress(new MemoryKv(), key, installationId, entropy)
          .sealPlace(bucket.id(), id, at);
    }
  }

  /** Reads the row that says where an inventory is. */
  public static InventoryProgress.At openInventoryPlace(
      Bytes systemKey, Bytes installationId, Bytes bucketId, String id, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return new InventoryProgress(new MemoryKv(), key, installationId, Entropy.system())
          .openPlace(bucketId, id, row);
    }
  }

  /** The row of a file of a report. */
  public Bytes inventoryFile(Bucket bucket, String id, ReportFile file) {
    try (WrappingKey key = key(systemKey())) {
      return new InventoryProgress(new MemoryKv(), key, installationId, entropy)
          .sealFile(bucket.id(), id, 1, file);
    }
  }

  /** Reads the row of the first file of a report. */
  public static ReportFile openInventoryFile(
      Bytes systemKey, Bytes installationId, Bytes bucketId, String id, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return new InventoryProgress(new MemoryKv(), key, installationId, Entropy.system())
          .openFile(bucketId, InventoryProgress.file(id, 1), row);
    }
  }

  /** The row of who is told of what happens in a bucket. */
  public Bytes notification(Bucket bucket, NotificationRules rules) {
    try (WrappingKey key = key(systemKey())) {
      return new Configurations(new MemoryKv(), key, installationId, entropy)
          .seal(bucket, Kind.NOTIFICATION, rules.encode());
    }
  }

  /** Reads the row of who is told of what happens in the bucket of that id. */
  public static NotificationRules openNotification(
      Bytes systemKey, Bytes installationId, Bytes bucketId, Bytes row) {
    try (WrappingKey key = key(systemKey)) {
      return NotificationRules.decode(
          new Configurations(new MemoryKv(), key, installationId, Entropy.system())
              .open(withId(bucketId), Kind.NOTIFICATION, row));
    }
  }

  /** An event as it waits there. */
  public Bytes event(WaitingEvents.At at, Event event) {
    try (WrappingKey key = key(systemKey())) {
      return new WaitingEvents(key, installationId, entropy).seal(at, event);
    }
  }

  /** Opens an event that waits there. */
  public static Event openEvent(
      Bytes systemKey, Bytes installationId, WaitingEvents.At at, Bytes sealed) {
    try (WrappingKey key = key(systemKey)) {
      return new WaitingEvents(key, installationId, Entropy.system()).open(at, sealed);
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
