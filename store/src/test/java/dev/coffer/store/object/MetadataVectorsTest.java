package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.VectorFile;
import dev.coffer.store.VectorFolder;
import dev.coffer.store.bucket.AccessSettings;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKind;
import dev.coffer.store.bucket.BucketVectors;
import dev.coffer.store.bucket.PublicAccessBlock;
import dev.coffer.store.bucket.WaitingEvents;
import dev.coffer.store.event.Event;
import dev.coffer.store.event.NotificationRules;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.CORSConfiguration;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MetadataVectorsTest {
  private static final VectorFolder FOLDER = new VectorFolder("metadata-v1");

  static List<VectorFile> vectors() {
    return FOLDER.read();
  }

  @Test
  void theGeneratorReproducesTheFolder() throws IOException {
    FOLDER.requireExactly(new MetadataVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() throws IOException {
    FOLDER.requireDocumented();
    assertThat(VersionRow.FORMAT).isEqualTo(8);
    assertThat(VersionRow.MOVING).isEqualTo(11);
    assertThat(VersionRow.BARE).isEqualTo(4);
    assertThat(VersionRow.BARE_MOVING).isEqualTo(7);
    assertThat(List.of(PartRow.FORMAT, PartIndexRow.FORMAT, UploadRow.FORMAT)).containsOnly(2);
    assertThat(List.of(VersionRow.UNCOUNTED, UploadRow.BARE, QueuedRow.FORMAT)).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRowOpensOrIsRefused(VectorFile vector) {
    switch (vector.line("expect")) {
      case MetadataVectors.OPENS -> assertThat(read(vector)).isEqualTo(vector.body());
      case MetadataVectors.CORRUPT ->
          assertThatThrownBy(() -> read(vector)).isInstanceOf(Corrupt.class);
      case MetadataVectors.NOT_AUTHENTIC ->
          assertThatThrownBy(() -> read(vector)).isInstanceOf(NotAuthentic.class);
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  /** Opens the row, and gives what it would be stored as with the same sealed part. */
  private static Bytes read(VectorFile vector) {
    return switch (vector.line("row")) {
      case "bucket" -> bucket(vector);
      case "account-block" -> accountBlock(vector);
      case "bucket-tags" -> bucketTags(vector);
      case "bucket-lock" -> bucketLock(vector);
      case "lock-clock" -> lockClock(vector);
      case "bucket-cors" -> bucketCors(vector);
      case "bucket-logging" -> bucketLogging(vector);
      case "bucket-lifecycle" -> bucketLifecycle(vector);
      case "lifecycle-clock" -> lifecycleClock(vector);
      case "lifecycle-progress" -> lifecycleProgress(vector);
      case "bucket-inventory" -> bucketInventory(vector);
      case "inventory-place" -> inventoryPlace(vector);
      case "inventory-file" -> inventoryFile(vector);
      case "bucket-notification" -> bucketNotification(vector);
      case "event" -> event(vector);
      case "event-hint" -> EventHint.decode(vector.body()).encode();
      case "version" -> version(vector);
      case "upload" -> upload(vector);
      case "part" -> part(vector);
      case "part-index" -> partIndex(vector);
      case "rename-mark" -> RenameMark.decode(vector.body()).encode();
      case "client-token" -> ClientTokens.encodeRow(ClientTokens.decodeRow(vector.body()));
      case "queued" -> QueuedRow.decode(vector.body()).encode();
      case "null-order" -> Versions.encodeNullOrder(Versions.decodeNullOrder(vector.body()));
      default -> throw new IllegalStateException("a vector of another row");
    };
  }

  private static Bytes bucket(VectorFile vector) {
    Bucket bucket =
        BucketVectors.open(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            vector.line("name"),
            vector.body());
    assertThat(bucket.newestGeneration()).isEqualTo(2);
    AccessSettings written = new BucketVectors(Entropy.system()).bucket("any").access();
    boolean first = vector.body().at(0) == 1;
    assertThat(bucket.access()).isEqualTo(first ? AccessSettings.INITIAL : written);
    boolean directory = vector.body().at(0) == 3;
    assertThat(bucket.kind())
        .isEqualTo(directory ? BucketVectors.DIRECTORY : BucketKind.GENERAL_PURPOSE);
    return vector.body();
  }

  private static Bytes accountBlock(VectorFile vector) {
    PublicAccessBlock block =
        BucketVectors.openAccountBlock(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            vector.line("name"),
            vector.body());
    assertThat(block).isEqualTo(new PublicAccessBlock(true, false, true, true));
    return vector.body();
  }

  private static Bytes bucketTags(VectorFile vector) {
    Tags tags =
        BucketVectors.openTags(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(tags).isEqualTo(MetadataVectors.EXTRAS.tags());
    return vector.body();
  }

  private static Bytes bucketLock(VectorFile vector) {
    BucketLock lock =
        BucketVectors.openLock(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(lock).isEqualTo(MetadataVectors.LOCK);
    return vector.body();
  }

  private static Bytes lockClock(VectorFile vector) {
    Instant time =
        BucketVectors.openLockClock(
            hex(vector, "system-key"), hex(vector, "installation-id"), vector.body());
    assertThat(time).isEqualTo(Instant.parse("2026-11-23T10:00:00.123Z"));
    return vector.body();
  }

  private static Bytes bucketCors(VectorFile vector) {
    CORSConfiguration rules =
        BucketVectors.openCors(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(rules).isEqualTo(MetadataVectors.CORS);
    return vector.body();
  }

  private static Bytes bucketLogging(VectorFile vector) {
    LogTarget target =
        BucketVectors.openLogging(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(target).isEqualTo(MetadataVectors.TARGET);
    return vector.body();
  }

  private static Bytes bucketLifecycle(VectorFile vector) {
    LifecycleRules rules =
        BucketVectors.openLifecycle(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(rules.shown()).isEqualTo(MetadataVectors.RULES);
    return vector.body();
  }

  private static Bytes lifecycleClock(VectorFile vector) {
    var times =
        BucketVectors.openLifecycleClock(
            hex(vector, "system-key"), hex(vector, "installation-id"), vector.body());
    assertThat(times).isEqualTo(MetadataVectors.TIMES);
    return vector.body();
  }

  private static Bytes lifecycleProgress(VectorFile vector) {
    assertThat(BucketVectors.openLifecycleProgress(vector.body()))
        .isEqualTo(MetadataVectors.PROGRESS);
    return vector.body();
  }

  private static Bytes bucketInventory(VectorFile vector) {
    assertThat(
            BucketVectors.openInventories(
                hex(vector, "system-key"),
                hex(vector, "installation-id"),
                hex(vector, "bucket-id"),
                vector.body()))
        .containsExactly(MetadataVectors.INVENTORY);
    return vector.body();
  }

  private static Bytes inventoryPlace(VectorFile vector) {
    assertThat(
            BucketVectors.openInventoryPlace(
                hex(vector, "system-key"),
                hex(vector, "installation-id"),
                hex(vector, "bucket-id"),
                MetadataVectors.INVENTORY.id(),
                vector.body()))
        .isEqualTo(MetadataVectors.INVENTORY_PLACE);
    return vector.body();
  }

  private static Bytes inventoryFile(VectorFile vector) {
    assertThat(
            BucketVectors.openInventoryFile(
                hex(vector, "system-key"),
                hex(vector, "installation-id"),
                hex(vector, "bucket-id"),
                MetadataVectors.INVENTORY.id(),
                vector.body()))
        .isEqualTo(MetadataVectors.INVENTORY_FILE);
    return vector.body();
  }

  private static Bytes bucketNotification(VectorFile vector) {
    NotificationRules rules =
        BucketVectors.openNotification(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(rules.shown()).isEqualTo(MetadataVectors.TOLD);
    return vector.body();
  }

  private static Bytes event(VectorFile vector) {
    EventRow row = EventRow.decode(vector.body());
    var place =
        new WaitingEvents.At(hex(vector, "bucket-id"), vector.line("key"), hex(vector, "id"));
    Event event =
        BucketVectors.openEvent(
            hex(vector, "system-key"), hex(vector, "installation-id"), place, row.sealed());
    assertThat(event).isEqualTo(MetadataVectors.EVENT);
    return row.encode();
  }

  private static Bytes version(VectorFile vector) {
    VersionRow row = VersionRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      VersionDetails details = row.open(at(vector), key);
      boolean extras = vector.line("comment").contains("two tags");
      assertThat(details.extras()).isEqualTo(extras ? MetadataVectors.EXTRAS : VersionExtras.NONE);
      assertThat(row.facts().locked()).isEqualTo(extras);
      assertThat(details.description())
          .isEqualTo(row.deleteMarker() ? VersionDetails.NONE.description() : described());
      SealedChecksums checksum = details.checksum();
      assertThat(checksum == null).isEqualTo(row.deleteMarker());
      if (checksum != null) {
        requireChecksum(checksum, SealedChecksums.Of.object(row.object().objectId()), vector);
      }
    }
    return row.encode();
  }

  private static Description described() {
    return new Description(
        "no-cache", null, null, null, "image/jpeg", null, Map.of("camera", "old", "by", "ü"));
  }

  private static Bytes upload(VectorFile vector) {
    UploadRow row = UploadRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      VersionExtras extras =
          row.format() == UploadRow.BARE ? VersionExtras.NONE : MetadataVectors.EXTRAS;
      assertThat(row.open(at(vector), key)).isEqualTo(new Wanted(described(), extras));
    }
    return row.encode();
  }

  private static Bytes part(VectorFile vector) {
    PartRow row = PartRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      var at = new PartRow.At(at(vector), hex(vector, "upload-id"));
      SealedChecksums sealed = row.open(at, key).orElseThrow();
      requireChecksum(sealed, SealedChecksums.Of.part(objectId(), 9), vector);
    }
    return row.encode();
  }

  private static Bytes partIndex(VectorFile vector) {
    int page = Integer.parseInt(vector.line("page"));
    var where = new PartIndexRow.At(at(vector), hex(vector, "upload-id"), page);
    try (WrappingKey key = key(vector)) {
      PartIndexRow row = PartIndexRow.open(vector.body(), where, key);
      assertThat(row.parts()).hasSize(1);
      SealedChecksums sealed = java.util.Objects.requireNonNull(row.checksums());
      requireChecksum(sealed, SealedChecksums.Of.page(objectId(), page), vector);
    }
    return vector.body();
  }

  private static void requireChecksum(
      SealedChecksums sealed, SealedChecksums.Of of, VectorFile vector) {
    try (DataKeys keys = DataKeys.one(Secret.of(hex(vector, "data-key").toByteArray()))) {
      assertThat(sealed.open(of, keys)).isNotEmpty().allMatch(Optional::isPresent);
    }
  }

  /** The same in all vectors; rows of parts do not repeat it. */
  private static Bytes objectId() {
    return VersionRow.decode(FOLDER.read("version_blob").body()).object().objectId();
  }

  private static ObjectGroup at(VectorFile vector) {
    Bucket bucket = BucketVectors.withId(hex(vector, "bucket-id"));
    return new ObjectGroup(bucket, vector.line("object-key"));
  }

  private static WrappingKey key(VectorFile vector) {
    return new WrappingKey(Secret.of(hex(vector, "metadata-key").toByteArray()));
  }

  private static Bytes hex(VectorFile vector, String line) {
    return Bytes.fromHex(vector.line(line));
  }
}
