package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.VectorFile;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketVectors;
import dev.coffer.store.bucket.InventoryProgress;
import dev.coffer.store.bucket.LifecycleClock.Times;
import dev.coffer.store.bucket.LifecycleProgress.At;
import dev.coffer.store.bucket.PublicAccessBlock;
import dev.coffer.store.bucket.WaitingEvents;
import dev.coffer.store.event.Cause;
import dev.coffer.store.event.Event;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.event.NotificationRules;
import dev.coffer.store.inventory.Frequency;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.InventoryField;
import dev.coffer.store.inventory.ReportFile;
import dev.coffer.store.lifecycle.RuleTexts;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.DefaultRetention;
import dev.coffer.store.lock.LockMode;
import dev.coffer.store.lock.Period;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.logging.KeyForm;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.CORSConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import dev.coffer.wire.s3.LifecycleConfiguration.And;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.NoncurrentVersionExpiration;
import dev.coffer.wire.s3.NotificationConfiguration;
import dev.coffer.wire.s3.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the files of vectors/metadata-v1, the same to the last bit each time. */
final class MetadataVectors {
  static final String OPENS = "opens";
  static final String CORRUPT = "corrupt";
  static final String NOT_AUTHENTIC = "not authentic";

  private static final String KEY = "photos/2026/köln.jpg";
  private static final Instant WHEN = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final String OWNER = "a".repeat(64);
  private static final BlobId BLOB = new BlobId(3, 77);

  private final Entropy entropy = new Random(20261125)::nextBytes;
  private final BucketVectors buckets = new BucketVectors(entropy);
  private final Bucket bucket = buckets.bucket("first-bucket");
  private final Bytes metadataKey = Bytes.copyOf(entropy.bytes(32));
  private final ObjectGroup at = new ObjectGroup(bucket, KEY);
  private final Bytes order = Bytes.fromHex("7ffcb9f0a1b2c3d40102030405060708");
  private final Bytes uploadId = Bytes.fromHex("000647d4e5f60718aabbccddeeff0011");
  private final Bytes envelope = Bytes.copyOf(entropy.bytes(110));
  private final Bytes objectId = Bytes.copyOf(entropy.bytes(16));
  private final Bytes bodyId = Bytes.copyOf(entropy.bytes(16));
  private final ETag eTag = new ETag(Bytes.copyOf(entropy.bytes(16)), 0);
  private final ChecksumMark crc = new ChecksumMark(ChecksumAlgorithm.CRC64NVME, false);
  private final StoredChecksum checksum =
      new StoredChecksum(crc, Bytes.copyOf(entropy.bytes(8)), 0);
  private final Description description =
      new Description(
          "no-cache", null, null, null, "image/jpeg", null, Map.of("camera", "old", "by", "ü"));
  private final Entropy more = new Random(20261129)::nextBytes;
  private final Bytes dataKey = Bytes.copyOf(more.bytes(32));
  private final SealedChecksums.With with =
      new SealedChecksums.With(DataKeys.one(Secret.of(dataKey.toByteArray())), more);
  private final List<VectorFile> all = new ArrayList<>();

  List<VectorFile> all() {
    buckets();
    versions();
    brokenVersions();
    uploads();
    others();
    access();
    counted();
    directories();
    pieces();
    renames();
    extras();
    locks();
    origins();
    cors();
    lifecycle();
    inventories();
    logging();
    events();
    return all;
  }

  private void buckets() {
    Bytes row = buckets.rowWithoutAccess(bucket);
    bucket("bucket_row", OPENS, "a bucket with two key generations", bucket.name(), row);
    bucket("bucket_other_name", NOT_AUTHENTIC, "moved to another name", "other", row);
    bucket("bucket_changed", NOT_AUTHENTIC, "a bit is flipped", bucket.name(), flip(row, 100));
    bucket("bucket_format_4", CORRUPT, "a later format", bucket.name(), set(row, 0, 4));
    bucket("bucket_1_as_2", NOT_AUTHENTIC, "format 1 said to be 2", bucket.name(), set(row, 0, 2));
    bucket("bucket_trailing_byte", CORRUPT, "one byte too many", bucket.name(), row.concat(one()));
  }

  private void bucket(String name, String expect, String comment, String bucketName, Bytes row) {
    Map<String, String> lines = lines("bucket", expect, comment);
    lines.put("system-key", buckets.systemKey().toHex());
    lines.put("installation-id", buckets.installationId().toHex());
    lines.put("name", bucketName);
    all.add(new VectorFile(name, lines, row));
  }

  private VersionRow.Unsealed unsealed(@Nullable Place place, boolean nullVersion) {
    ObjectFacts object =
        place == null ? null : new ObjectFacts(4711, eTag, crc, "STANDARD", objectId, place);
    var facts = new VersionFacts(order, nullVersion, WHEN, OWNER, object, false);
    var details =
        place == null
            ? VersionDetails.NONE
            : new VersionDetails(
                description,
                SealedChecksums.seal(objectId, checksum, with),
                pages(place),
                VersionExtras.NONE);
    return new VersionRow.Unsealed(facts, place == null ? Bytes.EMPTY : envelope, details);
  }

  private Bytes version(@Nullable Place place, boolean nullVersion) {
    VersionRow.Unsealed unsealed = unsealed(place, nullVersion);
    try (WrappingKey key = key()) {
      return OldRows.version(at, unsealed, VersionRow.UNCOUNTED, key, entropy).encode();
    }
  }

  private static List<VersionDetails.PartPage> pages(Place place) {
    return place instanceof Place.InParts
        ? List.of(new VersionDetails.PartPage(0, Bytes.copyOf(new byte[32])))
        : List.of();
  }

  private Bytes inline() {
    return version(new Place.Inline(bodyId, Bytes.utf8("stands for a sealed payload")), false);
  }

  private void versions() {
    row("version", "version_inline", OPENS, "the payload in the row", inline());
    Bytes inBlob = version(new Place.InBlob(BLOB), false);
    row("version", "version_blob", OPENS, "the payload in a blob", inBlob);
    otherObject("version", "version_other_data_key", "another object's data key", inBlob);
    Bytes inParts = version(new Place.InParts(uploadId), false);
    row("version", "version_parts", OPENS, "the payload in parts", inParts);
    row("version", "version_null", OPENS, "a null version", version(new Place.InBlob(BLOB), true));
    row("version", "version_marker", OPENS, "a delete marker", version(null, false));
  }

  private void brokenVersions() {
    Bytes row = inline();
    row("version", "version_format_2", CORRUPT, "a format of no program", set(row, 0, 2));
    row("version", "version_cut", CORRUPT, "one byte is missing", row.slice(0, row.size() - 1));
    row("version", "version_trailing_byte", CORRUPT, "one byte too many", row.concat(one()));
    row("version", "version_only_format", CORRUPT, "nothing after it", row.slice(0, 1));
    VersionRow read = VersionRow.decode(row);
    row("version", "version_without_payload", CORRUPT, "an inline place, no payload", bare(read));
    row(
        "version",
        "version_payload_beside_blob",
        CORRUPT,
        "a payload, but the place is a blob",
        beside(VersionRow.decode(version(new Place.InBlob(BLOB), false))));
    row("version", "version_flag_2", CORRUPT, "a flag that is neither", set(row, 20, 2));
    row("version", "version_order_changed", NOT_AUTHENTIC, "another order", flip(row, 5));
    row("version", "version_sealed_changed", NOT_AUTHENTIC, "a bit is flipped", flipSealed(read));
    moved("version_other_key", "moved to another object key", "other", bucket.id(), row);
    moved(
        "version_other_bucket",
        "moved to another bucket",
        KEY,
        Bytes.copyOf(entropy.bytes(16)),
        row);
  }

  /** The row of an inline version without its last field's content. */
  private static Bytes bare(VersionRow row) {
    return fields(row, row.sealedDetails()).flag(false).toBytes();
  }

  private static Bytes beside(VersionRow row) {
    return fields(row, row.sealedDetails()).nullableBytes(Bytes.utf8("payload")).toBytes();
  }

  private static Bytes flipSealed(VersionRow row) {
    Bytes inline = ((Place.Inline) row.object().place()).sealed();
    return fields(row, flip(row.sealedDetails(), 90)).nullableBytes(inline).toBytes();
  }

  private static FieldWriter fields(VersionRow row, Bytes sealed) {
    return new FieldWriter()
        .u8(VersionRow.UNCOUNTED)
        .bytes(row.facts().encodeBare())
        .bytes(row.envelope())
        .bytes(sealed);
  }

  private void uploads() {
    var facts = new UploadRow.Facts(uploadId, WHEN, OWNER, OWNER, "STANDARD", objectId, crc, 2);
    var partFacts = new PartRow.Facts(9, 5_242_880, eTag, WHEN, BLOB);
    var declared =
        new StoredChecksum(
            new ChecksumMark(ChecksumAlgorithm.CRC32, false), Bytes.copyOf(entropy.bytes(4)), 0);
    var pageAt = new PartIndexRow.At(at, uploadId, 1);
    var page =
        new PartIndexRow(
            500,
            List.of(new PartIndexRow.Part(501, 5_243_380, BLOB)),
            SealedChecksums.seal(
                SealedChecksums.Of.page(objectId, 1), List.of(Optional.of(checksum)), with));
    var sums =
        new PartRow.Sums(checksum, declared).seal(SealedChecksums.Of.part(objectId, 9), with);
    try (WrappingKey key = key()) {
      var wanted = new Wanted(description, VersionExtras.NONE);
      UploadRow upload =
          OldRows.upload(at, new UploadRow.Unsealed(facts, envelope, wanted), key, entropy);
      row("upload", "upload_row", OPENS, "an upload in progress", upload.encode());
      Bytes revised =
          new UploadRow(facts.revised(), envelope, upload.sealedDetails(), UploadRow.BARE).encode();
      row("upload", "upload_changed", NOT_AUTHENTIC, "another revision", revised);
      Bytes part =
          PartRow.seal(
                  new PartRow.At(at, uploadId), new PartRow.Unsealed(partFacts, sums), key, entropy)
              .encode();
      row("part", "part_row", OPENS, "part 9", part);
      otherObject("part", "part_other_data_key", "another upload's data key", part);
      row("part", "part_number_changed", NOT_AUTHENTIC, "part 8", flip(part, 3));
      Bytes index = page.seal(pageAt, key, entropy);
      row("part-index", "part_index", OPENS, "the second page", index);
      otherObject("part-index", "part_index_other_data_key", "another object's data key", index);
      row("part-index", "part_index_changed", NOT_AUTHENTIC, "a bit is flipped", flip(index, 80));
      Map<String, String> lines = lines("part-index", NOT_AUTHENTIC, "moved to the first page");
      rowLines(lines, KEY, bucket.id());
      lines.put("page", "0");
      all.add(new VectorFile("part_index_other_page", lines, index));
    }
  }

  private void others() {
    Bytes queued = new QueuedRow.OfBlob(BLOB).encode();
    row("queued", "queued_blob", OPENS, "a blob", queued);
    row("queued", "queued_upload", OPENS, "an upload", new QueuedRow.OfUpload(uploadId).encode());
    row("queued", "queued_type_5", CORRUPT, "a type of no program", set(queued, 1, 5));
    row("queued", "queued_no_blob", CORRUPT, "session 0", set(queued, 10, 0));
    Bytes nullOrder = Versions.encodeNullOrder(order);
    row("null-order", "null_order", OPENS, "where the null version is", nullOrder);
    row("null-order", "null_order_cut", CORRUPT, "15 bytes", nullOrder.slice(0, 17));
  }

  /** Drawn last, so that the vectors of before stay as they were. */
  private void access() {
    Bytes row = buckets.row(bucket);
    bucket("bucket_access", OPENS, "a bucket with access settings", bucket.name(), row);
    bucket("bucket_2_as_1", NOT_AUTHENTIC, "format 2 said to be 1", bucket.name(), set(row, 0, 1));
    var block = new PublicAccessBlock(true, false, true, true);
    Bytes account = buckets.accountBlock("111122223333", block);
    account("account_block", OPENS, "three of four switches", "111122223333", account);
    account("account_block_other", NOT_AUTHENTIC, "another account's", "444455556666", account);
    account(
        "account_block_format_2", CORRUPT, "a later format", "111122223333", set(account, 0, 2));
  }

  /** As above, and counted: format 4 differs from format 1 in nothing else. */
  private void counted() {
    Bytes inBlob = set(version(new Place.InBlob(BLOB), false), 0, VersionRow.BARE);
    row("version", "version_counted", OPENS, "format 4: counted", inBlob);
    Bytes marker = set(version(null, false), 0, VersionRow.BARE);
    row("version", "version_counted_marker", OPENS, "a counted delete marker", marker);
    row("version", "version_format_3", CORRUPT, "a later format", set(inBlob, 0, 3));
  }

  /** Format 3, of a directory bucket. */
  private void directories() {
    Bucket directory = buckets.directory("first--use1-az4--x-s3");
    Bytes row = buckets.row(directory);
    bucket("bucket_directory", OPENS, "a directory bucket and its key", directory.name(), row);
    bucket(
        "bucket_3_as_2", NOT_AUTHENTIC, "format 3 said to be 2", directory.name(), set(row, 0, 2));
    Bytes zoneType = buckets.rowOfZoneType(directory, 3);
    bucket("bucket_zone_type_3", CORRUPT, "a place of no type", directory.name(), zoneType);
  }

  /** Places of type 4. */
  private void pieces() {
    var upload = new Piece(new Piece.OfUpload(uploadId), 4000, "before");
    var blob = new Piece(new Piece.OfBlob(BLOB, 10_001), 4711, null);
    Bytes row = counted(new Place.Pieced(List.of(upload, blob)));
    row("version", "version_pieces", OPENS, "parts of another key, and a blob", row);
    row("version", "version_piece_type_3", CORRUPT, "a piece of no type", set(row, type(row), 3));
    Bytes none = set(row, type(row) - 1, 0);
    row("version", "version_pieces_none", CORRUPT, "no piece", none);
    int end = type(row) + 2 + uploadId.size();
    row("version", "version_pieces_back", CORRUPT, "back from the first", set(row, end, 1));
    int origin = end + 8 + 2;
    row("version", "version_origin_changed", NOT_AUTHENTIC, "another key", flip(row, origin));
  }

  /** Places of type 5. */
  private void origins() {
    var upload = new Piece(new Piece.OfUpload(uploadId), 4000, "before");
    var first = new Piece(new Piece.OfBlob(BLOB, 10_001), 4500, "before");
    var other = new Piece(new Piece.OfBlob(BLOB, 10_002), 4600, "other!");
    var own = new Piece(new Piece.OfBlob(BLOB, 10_003), 4711, null);
    Bytes row = counted(new Place.Pieced(List.of(upload, first, other, own)));
    row("version", "version_origins", OPENS, "three pieces of two keys, and one of its own", row);
    int number = type(row) + 2 + uploadId.size() + 8;
    row("version", "version_origin_3", CORRUPT, "the third origin of two", set(row, number, 3));
    row("version", "version_origins_unused", CORRUPT, "one after the other", set(row, number, 2));
    Bytes single = counted(new Place.Pieced(List.of(upload, own), true));
    row("version", "version_origins_single", CORRUPT, "nothing is shared", single);
  }

  /** Where the type of the first piece is, which is an upload. */
  private int type(Bytes row) {
    for (int at = 2; at + uploadId.size() <= row.size(); at++) {
      if (row.slice(at, at + uploadId.size()).equals(uploadId)) {
        return at - 2;
      }
    }
    throw new IllegalStateException("no piece of an upload");
  }

  private Bytes counted(Place place) {
    return set(version(place, true), 0, VersionRow.BARE);
  }

  /** What renames leave for a while, or for as long as the body is there. */
  private void renames() {
    var moving = new Moving("after", order);
    VersionRow there = VersionRow.decode(counted(new Place.InBlob(BLOB)));
    Bytes row = there.withMoving(moving).encode();
    row("version", "version_moving", OPENS, "format 7: being renamed", row);
    row("version", "version_format_5", CORRUPT, "a format of no program", set(row, 0, 5));
    Bytes away = new QueuedRow.OfBlob(BLOB, "before").encode();
    row("queued", "queued_blob_away", OPENS, "a blob of another key's", away);
    Bytes cut = away.slice(0, away.size() - 1);
    row("queued", "queued_away_cut", CORRUPT, "one byte is missing", cut);
    Bytes upload = new QueuedRow.OfUpload(uploadId, "before").encode();
    row("queued", "queued_upload_away", OPENS, "an upload of another key's", upload);
    Bytes done = RenameMark.DONE.encode();
    row("rename-mark", "rename_done", OPENS, "it took place", done);
    Bytes givenUp = RenameMark.GIVEN_UP.encode();
    row("rename-mark", "rename_given_up", OPENS, "it never will", givenUp);
    row("rename-mark", "rename_mark_3", CORRUPT, "neither", set(done, 1, 3));
    Bytes token = ClientTokens.encodeRow(dataKey);
    row("client-token", "client_token", OPENS, "any digest", token);
    Bytes shorter = token.slice(0, token.size() - 1);
    row("client-token", "client_token_cut", CORRUPT, "31 bytes", shorter);
  }

  /** What may change while a version stays: a redirection, tags and a lock, or nothing of them. */
  static final VersionExtras EXTRAS =
      new VersionExtras(
          "/there.html",
          new Tags(List.of(new Tag("team", "ünë"), new Tag("empty", ""))),
          new VersionLock(
              new Period(LockMode.COMPLIANCE, Instant.parse("2030-01-02T03:04:05.678Z")), true));

  private void extras() {
    Place place = new Place.InBlob(BLOB);
    Bytes plain = newest(place, VersionExtras.NONE);
    row("version", "version_extras_none", OPENS, "format 8 without any", plain);
    row("version", "version_marker_8", OPENS, "a delete marker", newest(null, VersionExtras.NONE));
    Bytes row = newest(place, EXTRAS);
    row("version", "version_extras", OPENS, "a redirection, two tags, a lock", row);
    VersionRow read = VersionRow.decode(row);
    VersionRow unlocked =
        new VersionRow(
            read.facts().withLocked(false),
            read.envelope(),
            read.sealedDetails(),
            VersionRow.FORMAT,
            null);
    row("version", "version_unlocked", NOT_AUTHENTIC, "its lock denied", unlocked.encode());
    row("version", "version_8_as_4", CORRUPT, "format 8 said to be 4", set(row, 0, 4));
    Bytes moving = read.withMoving(new Moving("after", order)).encode();
    row("version", "version_extras_moving", OPENS, "two tags, format 11: being renamed", moving);
    twice("version_tag_twice");
    var wanted = new Wanted(description, EXTRAS);
    var facts = new UploadRow.Facts(uploadId, WHEN, OWNER, OWNER, "STANDARD", objectId, crc, 0);
    try (WrappingKey key = key()) {
      var unsealed = new UploadRow.Unsealed(facts, envelope, wanted);
      Bytes upload = UploadRow.seal(at, unsealed, key, entropy).encode();
      row("upload", "upload_extras", OPENS, "what its object shall have", upload);
      row("upload", "upload_2_as_1", NOT_AUTHENTIC, "format 2 said to be 1", set(upload, 0, 1));
    }
    Bytes tags = buckets.tags(bucket, EXTRAS.tags());
    configuration("bucket_tags", OPENS, "two tags", bucket.id(), tags);
    Bytes other = Bytes.copyOf(entropy.bytes(16));
    configuration("bucket_tags_other", NOT_AUTHENTIC, "another bucket's", other, tags);
    configuration("bucket_tags_format_2", CORRUPT, "a later format", bucket.id(), set(tags, 0, 2));
  }

  static final BucketLock LOCK =
      new BucketLock(new DefaultRetention(LockMode.GOVERNANCE, DefaultRetention.Unit.DAYS, 30));

  /** Of buckets, and the time. */
  private void locks() {
    Bytes lock = buckets.lock(bucket, LOCK);
    lock("bucket_lock", "bucket-lock", OPENS, "30 days by default", lock);
    var none =
        new BucketLock(new DefaultRetention(LockMode.GOVERNANCE, DefaultRetention.Unit.DAYS, 0));
    lock("bucket_lock_0", "bucket-lock", CORRUPT, "0 days", buckets.lock(bucket, none));
    lock("bucket_lock_as_tags", "bucket-tags", NOT_AUTHENTIC, "in the place of tags", lock);
    Bytes time = buckets.lockClock(WHEN);
    lock("lock_clock", "lock-clock", OPENS, "when a period began", time);
    lock("lock_clock_format_2", "lock-clock", CORRUPT, "a later format", set(time, 0, 2));
    lock("lock_clock_other", "lock-clock", NOT_AUTHENTIC, "a bit is flipped", flip(time, 20));
  }

  static final CORSConfiguration CORS =
      new CORSConfiguration(
          List.of(
              new CORSConfiguration.Rule(
                  "first",
                  List.of("GET", "PUT"),
                  List.of("https://*.example"),
                  List.of("*"),
                  3000,
                  List.of("ETag")),
              new CORSConfiguration.Rule(
                  null, List.of("GET"), List.of("*"), List.of(), null, List.of())));

  private void cors() {
    Bytes rules = buckets.cors(bucket, CORS);
    lock("bucket_cors", "bucket-cors", OPENS, "two rules", rules);
    lock("bucket_cors_as_tags", "bucket-tags", NOT_AUTHENTIC, "in the place of tags", rules);
  }

  static final LifecycleConfiguration RULES =
      new LifecycleConfiguration(
          List.of(
              new LifecycleConfiguration.Rule(
                  "all at once",
                  null,
                  new Filter(null, null, null, null, new And("logs/", List.of(), 1L, 1000L)),
                  "Enabled",
                  new Expiration(null, 365, null),
                  new NoncurrentVersionExpiration(30, 5),
                  null),
              new LifecycleConfiguration.Rule(
                  "tagged",
                  null,
                  new Filter(null, new LifecycleConfiguration.Tag("kept", "no"), null, null, null),
                  "Disabled",
                  new Expiration(Instant.parse("2027-01-01T00:00:00Z"), null, null),
                  null,
                  null),
              new LifecycleConfiguration.Rule(
                  "uploads",
                  null,
                  new Filter(null, null, null, null, null),
                  "Enabled",
                  new Expiration(null, null, true),
                  null,
                  new AbortIncompleteMultipartUpload(7))));

  static final Times TIMES =
      new Times(WHEN, WHEN.minusMillis(86_400_000), WHEN.minusMillis(3_600_000), false);

  static final At PROGRESS = new At(WHEN, "first-bucket", Bytes.utf8("some/key"));

  private void lifecycle() {
    Bytes rules = RuleTexts.read(RULES, entropy).encode();
    Bytes row = buckets.lifecycle(bucket, rules);
    lock("bucket_lifecycle", "bucket-lifecycle", OPENS, "three rules", row);
    lock("bucket_lifecycle_as_lock", "bucket-lock", NOT_AUTHENTIC, "in the place of a lock", row);
    Bytes cut = buckets.lifecycle(bucket, rules.slice(0, rules.size() - 1));
    lock("bucket_lifecycle_cut", "bucket-lifecycle", CORRUPT, "the last byte is missing", cut);
    Bytes none = buckets.lifecycle(bucket, set(rules, rules.size() - 1, 0));
    lock("bucket_lifecycle_0", "bucket-lifecycle", CORRUPT, "uploads of 0 days", none);
    Bytes time = buckets.lifecycleClock(TIMES);
    lock("lifecycle_clock", "lifecycle-clock", OPENS, "a clock that was behind", time);
    lock(
        "lifecycle_clock_other", "lifecycle-clock", NOT_AUTHENTIC, "a flipped bit", flip(time, 20));
    Bytes at = BucketVectors.lifecycleProgress(PROGRESS);
    lock("lifecycle_progress", "lifecycle-progress", OPENS, "within a bucket", at);
    Bytes later = set(at, 0, 2);
    lock("lifecycle_progress_format_2", "lifecycle-progress", CORRUPT, "a later format", later);
  }

  static final Inventory INVENTORY =
      new Inventory(
          "daily",
          new Inventory.Destination(
              "reports", "111122223333", "a/b", new Inventory.Encryption.SseKms("alias/reports")),
          true,
          "photos/",
          true,
          List.of(InventoryField.SIZE, InventoryField.ENCRYPTION, InventoryField.OWNER),
          Frequency.WEEKLY);

  static final InventoryProgress.At INVENTORY_PLACE =
      new InventoryProgress.At(
          "bucket",
          WHEN,
          new InventoryProgress.Running(
              WHEN.plusSeconds(86_400),
              INVENTORY.encode(),
              "00112233-4455-6677-8899-aabbccddeeff",
              new Key(Bytes.utf8("photos/1"), Suffixes.CURRENT),
              1));

  static final ReportFile INVENTORY_FILE =
      new ReportFile("a/b/bucket/daily/data/x.csv.gz", 123, "0123456789abcdef0123456789abcdef");

  private void inventories() {
    Bytes content =
        new FieldWriter().list(List.of(INVENTORY), (out, one) -> one.write(out)).toBytes();
    Bytes row = buckets.inventories(bucket, content);
    lock("bucket_inventory", "bucket-inventory", OPENS, "an inventory", row);
    lock("bucket_inventory_as_tags", "bucket-tags", NOT_AUTHENTIC, "in the place of tags", row);
    Bytes acl = set(content, content.size() - 2, 14);
    lock(
        "bucket_inventory_field_14",
        "bucket-inventory",
        CORRUPT,
        "a field that is not served",
        buckets.inventories(bucket, acl));
    Bytes place = buckets.inventoryPlace(bucket, INVENTORY.id(), INVENTORY_PLACE);
    lock("inventory_place", "inventory-place", OPENS, "the second report", place);
    Bytes later = set(place, 0, 2);
    lock("inventory_place_format_2", "inventory-place", CORRUPT, "a later format", later);
    Bytes file = buckets.inventoryFile(bucket, INVENTORY.id(), INVENTORY_FILE);
    lock("inventory_file", "inventory-file", OPENS, "its first file", file);
    lock("inventory_place_other", "inventory-place", NOT_AUTHENTIC, "a file's row", file);
  }

  static final LogTarget TARGET = new LogTarget("log-bucket", "logs/", KeyForm.BY_EVENT);

  private void logging() {
    Bytes row = buckets.logging(bucket, TARGET.encode());
    lock("bucket_logging", "bucket-logging", OPENS, "by the requests' day", row);
    lock("bucket_logging_as_lock", "bucket-lock", NOT_AUTHENTIC, "in the place of a lock", row);
    Bytes target = TARGET.encode();
    Bytes unknown = buckets.logging(bucket, set(target, target.size() - 1, 4));
    lock("bucket_logging_form_4", "bucket-logging", CORRUPT, "a later form of keys", unknown);
  }

  private static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:hook";

  static final NotificationConfiguration TOLD =
      new NotificationConfiguration(
          List.of(
              new NotificationConfiguration.Topic(
                  "made",
                  TOPIC,
                  List.of("s3:ObjectCreated:*"),
                  new NotificationConfiguration.Filter(
                      new NotificationConfiguration.Keys(
                          List.of(
                              new NotificationConfiguration.Rule("Prefix", "in/"),
                              new NotificationConfiguration.Rule("Suffix", ".jpg"))))),
              new NotificationConfiguration.Topic(
                  "gone", TOPIC, List.of("s3:ObjectRemoved:Delete"), null)),
          List.of(),
          List.of());

  static final Event EVENT =
      new Event(
          EventKind.PUT,
          WHEN,
          new Cause("AWS:AIDAEXAMPLE", "192.0.2.1", "0123456789ABCDEF"),
          "host",
          "made",
          "bucket",
          "111122223333",
          new Event.Of("in/a.jpg", 1_795_000_000_000_000L, "null", "0".repeat(32), 4711L));

  /** Who is told of events, and events that wait. */
  private void events() {
    NotificationRules rules = NotificationRules.of(TOLD, entropy).rules();
    Bytes told = buckets.notification(bucket, rules);
    lock("bucket_notification", "bucket-notification", OPENS, "two rules", told);
    lock("bucket_notification_as_cors", "bucket-cors", NOT_AUTHENTIC, "in the place of CORS", told);
    var place = new WaitingEvents.At(bucket.id(), EVENT.object().key(), objectId);
    Bytes sealed = buckets.event(place, EVENT);
    Bytes row = new EventRow("hook", sealed).encode();
    event("event_waiting", OPENS, "an object was put", place, row);
    var other = new WaitingEvents.At(bucket.id(), "in/b.jpg", objectId);
    event("event_other_key", NOT_AUTHENTIC, "in another key's group", other, row);
    event("event_format_2", CORRUPT, "a later format", place, set(row, 0, 2));
    Bytes hint = new EventHint(bucket.id(), "in/a.jpg", WHEN, null).encode();
    row("event-hint", "event_hint", OPENS, "where an event waits", hint);
    Bytes kept = new EventHint(bucket.id(), "in/a.jpg", WHEN, sealed).encode();
    row("event-hint", "event_hint_kept", OPENS, "an event whose bucket is gone", kept);
    row("event-hint", "event_hint_cut", CORRUPT, "a byte is missing", kept.slice(0, 40));
  }

  private void event(
      String name, String expect, String comment, WaitingEvents.At place, Bytes row) {
    Map<String, String> lines = lines("event", expect, comment);
    lines.put("system-key", buckets.systemKey().toHex());
    lines.put("installation-id", buckets.installationId().toHex());
    lines.put("bucket-id", place.bucketId().toHex());
    lines.put("key", place.objectKey());
    lines.put("id", place.id().toHex());
    all.add(new VectorFile(name, lines, row));
  }

  private void lock(String name, String kind, String expect, String comment, Bytes row) {
    Map<String, String> lines = lines(kind, expect, comment);
    lines.put("system-key", buckets.systemKey().toHex());
    lines.put("installation-id", buckets.installationId().toHex());
    lines.put("bucket-id", bucket.id().toHex());
    all.add(new VectorFile(name, lines, row));
  }

  private Bytes newest(@Nullable Place place, VersionExtras extras) {
    VersionRow.Unsealed bare = unsealed(place, false);
    var unsealed =
        new VersionRow.Unsealed(bare.facts(), bare.envelope(), bare.details().with(extras));
    try (WrappingKey key = key()) {
      return VersionRow.seal(at, unsealed, key, entropy).encode();
    }
  }

  /** What no writer makes: two tags of the same key. */
  private void twice(String name) {
    Tag tag = new Tag("team", "blue");
    var extras = new VersionExtras(null, new Tags(List.of(tag, tag)), VersionLock.NONE);
    row("version", name, CORRUPT, "a tag's key twice", newest(new Place.InBlob(BLOB), extras));
  }

  private void configuration(
      String name, String expect, String comment, Bytes bucketId, Bytes row) {
    Map<String, String> lines = lines("bucket-tags", expect, comment);
    lines.put("system-key", buckets.systemKey().toHex());
    lines.put("installation-id", buckets.installationId().toHex());
    lines.put("bucket-id", bucketId.toHex());
    all.add(new VectorFile(name, lines, row));
  }

  private void account(String name, String expect, String comment, String id, Bytes row) {
    Map<String, String> lines = lines("account-block", expect, comment);
    lines.put("system-key", buckets.systemKey().toHex());
    lines.put("installation-id", buckets.installationId().toHex());
    lines.put("name", id);
    all.add(new VectorFile(name, lines, row));
  }

  private void row(String kind, String name, String expect, String comment, Bytes row) {
    Map<String, String> lines = lines(kind, expect, comment);
    rowLines(lines, KEY, bucket.id());
    all.add(new VectorFile(name, lines, row));
  }

  /** Checksums that do not open although their row does. */
  private void otherObject(String kind, String name, String comment, Bytes row) {
    Map<String, String> lines = lines(kind, NOT_AUTHENTIC, comment);
    rowLines(lines, KEY, bucket.id());
    lines.put("data-key", Bytes.copyOf(new byte[32]).toHex());
    all.add(new VectorFile(name, lines, row));
  }

  private void moved(String name, String comment, String key, Bytes bucketId, Bytes row) {
    Map<String, String> lines = lines("version", NOT_AUTHENTIC, comment);
    rowLines(lines, key, bucketId);
    all.add(new VectorFile(name, lines, row));
  }

  private void rowLines(Map<String, String> lines, String key, Bytes bucketId) {
    lines.put("metadata-key", metadataKey.toHex());
    lines.put("data-key", dataKey.toHex());
    lines.put("bucket-id", bucketId.toHex());
    lines.put("object-key", key);
    lines.put("upload-id", uploadId.toHex());
    lines.put("page", "1");
  }

  private static Map<String, String> lines(String kind, String expect, String comment) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("expect", expect);
    lines.put("comment", comment);
    lines.put("row", kind);
    return lines;
  }

  private WrappingKey key() {
    return new WrappingKey(Secret.of(metadataKey.toByteArray()));
  }

  private static Bytes one() {
    return Bytes.of((byte) 0);
  }

  private static Bytes flip(Bytes bytes, int at) {
    return set(bytes, at, bytes.at(at) ^ 1);
  }

  private static Bytes set(Bytes bytes, int at, int value) {
    byte[] changed = bytes.toByteArray();
    changed[at] = (byte) value;
    return Bytes.copyOf(changed);
  }
}
