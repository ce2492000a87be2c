package dev.coffer.store;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.DeleteBucketInventoryConfiguration;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.InventoryConfiguration;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports that a job makes, read back from the bucket that they are written to. */
final class InventoryReportsTest {
  private static final String REPORTS = "reports";
  private static final String[] FIELDS = {
    "ChecksumAlgorithm",
    "Size",
    "ETag",
    "EncryptionStatus",
    "BucketKeyStatus",
    "StorageClass",
    "LastModifiedDate",
    "IsMultipartUploaded",
    "ReplicationStatus",
    "ObjectOwner",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "IntelligentTieringAccessTier"
  };
  private static final String SCHEMA =
      "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag,"
          + " StorageClass, IsMultipartUploaded, ReplicationStatus, EncryptionStatus,"
          + " ObjectLockRetainUntilDate, ObjectLockMode, ObjectLockLegalHoldStatus,"
          + " IntelligentTieringAccessTier, BucketKeyStatus, ChecksumAlgorithm, ObjectOwner";

  private final Ending kv = new Ending(new MemoryKv());
  private TestStore test = TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2023));

  InventoryReportsTest() {
    test.createBucket(BUCKET);
    test.createBucket(REPORTS);
    allow(BUCKET);
  }

  /** The process ends here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Rows that are out of reach after so many calls. */
  private static final class Ending extends ForwardingKv {
    private int left = Integer.MAX_VALUE;

    Ending(KvStore kv) {
      super(kv);
    }

    @Override
    protected KvStore kv() {
      if (left-- <= 0) {
        throw new Crash();
      }
      return super.kv();
    }
  }

  private void allow(String source) {
    String text =
        """
        {"Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
         "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*",
         "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::%s"},
          "StringEquals": {"aws:SourceAccount": "111122223333",
           "s3:x-amz-acl": "bucket-owner-full-control"}}}]}\
        """
            .formatted(source);
    Body policy = Body.of(text.getBytes(StandardCharsets.UTF_8));
    test.store.policies().put(CALLER, new PutBucketPolicy(REPORTS, Integrity.NONE, null, policy));
  }

  private static InventoryConfiguration inventory(
      String id,
      String versions,
      @Nullable String filter,
      InventoryConfiguration.@Nullable Encryption encryption,
      String... fields) {
    var bucket =
        new InventoryConfiguration.S3Bucket(
            null, "arn:aws:s3:::" + REPORTS, "CSV", "some/where", encryption);
    return new InventoryConfiguration(
        new InventoryConfiguration.Destination(bucket),
        true,
        filter == null ? null : new InventoryConfiguration.Filter(filter),
        id,
        versions,
        List.of(fields),
        new InventoryConfiguration.Schedule("Daily"));
  }

  private void put(InventoryConfiguration inventory) {
    put(BUCKET, inventory);
  }

  private void put(String source, InventoryConfiguration inventory) {
    test.store
        .inventories()
        .put(
            CALLER,
            new PutBucketInventoryConfiguration(
                source, inventory.id(), null, Document.of(inventory)));
  }

  private void run(long lines) {
    test.store.inventoryReports(test.clock, Entropy.system(), lines).run();
  }

  private String put(String key, Sse sse, SseCustomer customer, String content) {
    return String.valueOf(
        test.put(
                new PutObject(
                    BUCKET,
                    key,
                    TestStore.NO_HEADERS,
                    sse,
                    customer,
                    Acl.NONE,
                    null,
                    Extras.NONE,
                    Integrity.NONE,
                    WriteConditions.NONE,
                    null,
                    null,
                    null,
                    Body.of(TestStore.bytes(content))))
            .versionId());
  }

  private List<String> keys() {
    var op = new ListObjectsV2(REPORTS, null, null, null, null, null, null, null, null, null, null);
    return test.store.listings().list(CALLER, op).contents().stream()
        .map(ListedObject::key)
        .toList();
  }

  private byte[] read(String key) {
    var op =
        new GetObject(
            REPORTS,
            key,
            null,
            null,
            null,
            Preconditions.NONE,
            TestStore.NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null);
    return TestStore.read(test.get(op));
  }

  private String only(String end) {
    List<String> found = keys().stream().filter(key -> key.endsWith(end)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** What a manifest says of itself, and of each file. */
  private record Manifest(String text, List<ListedFile> files) {
    private static final Pattern FILE =
        Pattern.compile("\\{\"key\":\"([^\"]*)\",\"size\":(\\d+),\"MD5checksum\":\"([0-9a-f]*)\"}");

    static Manifest of(byte[] json) {
      String text = new String(json, StandardCharsets.UTF_8);
      Matcher file = FILE.matcher(text);
      List<ListedFile> files = new ArrayList<>();
      while (file.find()) {
        files.add(new ListedFile(file.group(1), Long.parseLong(file.group(2)), file.group(3)));
      }
      assertThat(text).startsWith("{").endsWith("]}");
      return new Manifest(text, files);
    }

    String get(String name) {
      Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(text);
      assertThat(value.find()).as(name).isTrue();
      return value.group(1);
    }
  }

  private record ListedFile(String key, long size, String md5) {}

  private Manifest manifest() {
    return Manifest.of(read(only("/manifest.json")));
  }

  private List<List<String>> lines(Manifest manifest) {
    List<List<String>> lines = new ArrayList<>();
    for (ListedFile file : manifest.files()) {
      byte[] bytes = read(file.key());
      assertThat(file.size()).isEqualTo(bytes.length);
      assertThat(file.md5()).isEqualTo(md5(bytes));
      text(bytes)
          .lines()
          .map(line -> line.substring(1, line.length() - 1).split("\",\"", -1))
          .map(List::of)
          .forEach(lines::add);
    }
    return lines;
  }

  private static String text(byte[] gzip) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SseCustomer customer() {
    byte[] key = new byte[32];
    return new SseCustomer(
        "AES256",
        Base64.getEncoder().encodeToString(key),
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5(key))));
  }

  @Test
  void everyVersionIsSaidAsItIs() {
    test.setVersioning("Enabled");
    String arn = test.keys.create(CALLER);
    String s3 = put("a b/é+\"", Sse.NONE, SseCustomer.NONE, "12345");
    String kms = put("kms", new Sse("aws:kms", arn, null, null), SseCustomer.NONE, "1");
    String shared = put("kms", new Sse("aws:kms", arn, null, "true"), SseCustomer.NONE, "12");
    String dsse = put("dsse", new Sse("aws:kms:dsse", arn, null, null), SseCustomer.NONE, "");
    String mine = put("mine", Sse.NONE, customer(), "123");
    String marker = String.valueOf(test.delete("dsse").versionId());
    put(inventory("all", "All", null, null, FIELDS));
    run(100);
    Manifest manifest = manifest();
    assertThat(manifest.get("fileSchema")).isEqualTo(SCHEMA);
    List<List<String>> lines = lines(manifest);
    assertThat(lines.stream().map(line -> String.join(" ", line.subList(1, 6))))
        .containsExactly(
            "a+b/%C3%A9%2B%22 " + s3 + " true false 5",
            "dsse " + marker + " true true ",
            "dsse " + dsse + " false false 0",
            "kms " + shared + " true false 2",
            "kms " + kms + " false false 1",
            "mine " + mine + " true false 3");
    assertThat(lines.stream().map(line -> line.get(11) + " " + line.get(16)))
        .containsExactly(
            "SSE-S3 DISABLED",
            " ",
            "DSSE-KMS DISABLED",
            "SSE-KMS ENABLED",
            "SSE-KMS DISABLED",
            "SSE-C DISABLED");
    String time = "2026-11-23T10:00:00.123Z";
    assertThat(lines.getFirst())
        .startsWith(BUCKET)
        .endsWith(
            "5",
            time,
            md5(TestStore.bytes("12345")),
            "STANDARD",
            "false",
            "",
            "SSE-S3",
            "",
            "",
            "Off",
            "",
            "DISABLED",
            "CRC64NVME",
            OWNER.canonicalId());
    assertThat(lines.get(1).subList(5, 19))
        .containsExactly("", time, "", "", "", "", "", "", "", "", "", "", "", OWNER.canonicalId());
  }

  @Test
  void filesHaveAmazonsNamesAndTheManifestNamesThemAll() {
    IntStream.range(0, 10).forEach(i -> test.put("key-" + i, "x"));
    put(inventory("daily", "Current", null, null));
    run(3);
    String folder = "some/where/" + BUCKET + "/daily/";
    String manifestKey = folder + "2026-11-23T10-00Z/manifest.json";
    String checksum = folder + "2026-11-23T10-00Z/manifest.checksum";
    String symlinks = folder + "hive/dt=2026-11-23-10-00/symlink.txt";
    Manifest manifest = manifest();
    List<String> data = manifest.files().stream().map(ListedFile::key).toList();
    assertThat(data)
        .hasSize(4)
        .allMatch(key -> key.matches(folder + "data/[0-9a-f-]{36}\\.csv\\.gz"));
    assertThat(keys())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(data.stream(), Stream.of(manifestKey, checksum, symlinks)).toList());
    assertThat(new String(read(checksum), StandardCharsets.UTF_8))
        .isEqualTo(md5(read(manifestKey)));
    assertThat(new String(read(symlinks), StandardCharsets.UTF_8).lines())
        .containsExactlyElementsOf(data.stream().map(key -> "s3://reports/" + key).toList());
    assertThat(manifest.get("sourceBucket")).isEqualTo(BUCKET);
    assertThat(manifest.get("destinationBucket")).isEqualTo("arn:aws:s3:::reports");
    assertThat(manifest.get("version")).isEqualTo("2016-11-30");
    assertThat(manifest.get("fileFormat")).isEqualTo("CSV");
    assertThat(manifest.get("fileSchema")).isEqualTo("Bucket, Key");
    assertThat(manifest.get("creationTimestamp")).isEqualTo(String.valueOf(test.clock.millis()));
    assertThat(lines(manifest).stream().map(List::getLast))
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "key-" + i).toList());
  }

  @Test
  void aFilterTakesOnlyKeysThatBeginSoAndMarkersHideKeys() {
    test.setVersioning("Enabled");
    List.of("a", "b/1", "b/2", "b/3", "c").forEach(key -> test.put(key, "x"));
    test.put("b/3", "y");
    test.delete("b/2");
    put(inventory("some", "Current", "b/", null, "Size"));
    run(100);
    assertThat(lines(manifest()))
        .containsExactly(List.of(BUCKET, "b/1", "1"), List.of(BUCKET, "b/3", "1"));
  }

  @Test
  void nothingToListIsAReportWithoutFiles() {
    put(inventory("none", "All", "no/such", null));
    run(100);
    assertThat(manifest().files()).isEmpty();
    assertThat(read(only("/symlink.txt"))).isEmpty();
  }

  @Test
  void aReportComesOnceInADayAndAnotherForAnotherInventory() {
    put(inventory("one", "All", null, null));
    run(100);
    run(100);
    assertThat(manifests()).isEqualTo(1);
    put(inventory("two", "All", null, null));
    run(100);
    assertThat(manifests()).isEqualTo(2);
    test.clock.advance(Duration.ofHours(13));
    run(100);
    assertThat(manifests()).as("23:00").isEqualTo(2);
    test.clock.advance(Duration.ofHours(1));
    run(100);
    assertThat(manifests()).as("midnight").isEqualTo(4);
  }

  private long manifests() {
    return keys().stream().filter(key -> key.endsWith("/manifest.json")).count();
  }

  @Test
  void withoutAPolicyThatLetsTheServiceInNothingIsWritten() {
    test.put("key", "x");
    allow("another-bucket");
    put(inventory("daily", "All", null, null));
    var job = test.store.inventoryReports(test.clock, Entropy.system(), 100);
    job.run();
    assertThat(keys()).isEmpty();
    allow(BUCKET);
    job.run();
    assertThat(keys()).as("left for an hour").isEmpty();
    test.clock.advance(Duration.ofHours(1));
    job.run();
    assertThat(lines(manifest())).hasSize(1);
  }

  @Test
  void aKeyOfTheKeyServiceMustLetTheServiceInToo() {
    test.put("key", "x");
    String arn = test.keys.create(CALLER);
    var kms = new InventoryConfiguration.Encryption(null, new InventoryConfiguration.SseKms(arn));
    put(inventory("daily", "All", null, kms));
    run(100);
    assertThat(keys()).isEmpty();
    test.keys.policy(
        CALLER,
        arn,
        """
        {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
         "Action": "kms:*", "Resource": "*"},
         {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
         "Action": "kms:GenerateDataKey", "Resource": "*", "Condition":
          {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}\
        """);
    run(100);
    assertThat(lines(manifest())).hasSize(1);
    for (String key : keys()) {
      HeadObject.Output head =
          test.store
              .objects()
              .headObject(
                  CALLER,
                  new HeadObject(
                      REPORTS,
                      key,
                      null,
                      null,
                      null,
                      Preconditions.NONE,
                      TestStore.NO_OVERRIDES,
                      null,
                      SseCustomer.NONE,
                      null,
                      null));
      assertThat(head.view().sse().kmsKeyArn()).as(key).isEqualTo(arn);
    }
    List<String> requests =
        test.keys.events().stream()
            .filter(event -> event.userIdentity().type().equals("AWSService"))
            .filter(event -> event.errorCode() == null)
            .map(AuditEvent::requestId)
            .toList();
    assertThat(requests)
        .as("one for each file")
        .hasSize(4)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9A-F]{16}"));
  }

  /**
   * The key that is kept for S3 is for the account's own principals. Its policy lets in whoever is
   * of the account and comes through S3; a service is of none.
   */
  @ParameterizedTest
  @CsvSource({
    "true,",
    "false,alias/aws/s3",
    "false,arn:aws:kms:us-east-1:111122223333:alias/aws/s3"
  })
  void theKeyThatIsKeptForS3LetsNoServiceIn(boolean byDefault, @Nullable String keyId) {
    test.put("key", "x");
    put("made", new Sse("aws:kms", null, null, null), SseCustomer.NONE, "before");
    if (byDefault) {
      encryptReportsWithKms();
    }
    var kms =
        keyId == null
            ? null
            : new InventoryConfiguration.Encryption(null, new InventoryConfiguration.SseKms(keyId));
    put(inventory("daily", "All", null, kms));
    run(100);
    assertThat(keys()).isEmpty();
    AuditEvent last = test.keys.events().getLast();
    assertThat(last.eventName() + " " + last.errorCode())
        .isEqualTo("GenerateDataKey AccessDeniedException");
    assertThat(last.userIdentity().type()).isEqualTo("AWSService");
  }

  private void encryptReportsWithKms() {
    var byDefault = new ServerSideEncryptionConfiguration.ByDefault("aws:kms", null);
    var rule = new ServerSideEncryptionConfiguration.Rule(byDefault, false, null);
    var configuration = Document.of(new ServerSideEncryptionConfiguration(List.of(rule)));
    test.store
        .encryption()
        .put(CALLER, new PutBucketEncryption(REPORTS, Integrity.NONE, null, configuration));
  }

  /** An end between any two calls of the rows; no version is lost or listed twice. */
  @Test
  void aReportThatBrokeOffGoesOn() {
    IntStream.range(0, 7).forEach(i -> test.put("key-" + i, "x"));
    put(inventory("daily", "All", null, null));
    boolean ended = false;
    for (int calls = 0; !ended; calls++) {
      kv.left = calls;
      try {
        run(2);
        ended = true;
      } catch (Crash _) {
        kv.left = Integer.MAX_VALUE;
        test = test.restart();
      } finally {
        kv.left = Integer.MAX_VALUE;
      }
      for (String manifest : keys().stream().filter(k -> k.endsWith("manifest.json")).toList()) {
        assertThat(lines(Manifest.of(read(manifest))).stream().map(l -> l.get(1)))
            .as("after %d calls", calls)
            .containsExactlyElementsOf(IntStream.range(0, 7).mapToObj(i -> "key-" + i).toList());
      }
    }
    assertThat(manifests()).isEqualTo(1);
  }

  @Test
  void aStoppedReportGoesOnInTheSameFolder() {
    IntStream.range(0, 5).forEach(i -> test.put("key-" + i, "x"));
    put(inventory("daily", "All", null, null));
    kv.left = 60;
    try {
      run(1);
    } catch (Crash _) {
      kv.left = Integer.MAX_VALUE;
    }
    kv.left = Integer.MAX_VALUE;
    test = test.restart();
    test.clock.advance(Duration.ofMinutes(10));
    run(1);
    assertThat(only("/manifest.json")).contains("2026-11-23T10-00Z");
    assertThat(lines(manifest())).hasSize(5);
  }

  @Test
  void whatIsRemovedIsForgotten() {
    put(inventory("daily", "All", null, null));
    run(100);
    test.store
        .inventories()
        .delete(CALLER, new DeleteBucketInventoryConfiguration(BUCKET, "daily", null));
    run(100);
    put(inventory("daily", "All", null, null));
    test.clock.advance(Duration.ofMinutes(1));
    run(100);
    assertThat(manifests()).as("as if it had never been there").isEqualTo(2);
  }

  /** A row that is not what was stored costs its own reports, and nobody else's. */
  @ParameterizedTest
  @CsvSource({"bucket/first-bucket, inventory-", "inventory/, pdaily"})
  void oneDamagedRowStopsNoOtherReport(String group, String suffix) {
    test.createBucket("second-bucket");
    put(inventory("daily", "All", null, null));
    run(100);
    assertThat(manifests()).isEqualTo(1);
    Damage.lastBytes(kv, group, suffix);
    allow("second-bucket");
    put("second-bucket", inventory("daily", "All", null, null));
    run(100);
    assertThat(keys()).anyMatch(key -> key.matches("some/where/second-.*/manifest.json"));
    assertThat(manifests()).isEqualTo(2);
  }

  @Test
  void aDisabledInventoryMakesNoReport() {
    InventoryConfiguration on = inventory("daily", "All", null, null);
    put(
        new InventoryConfiguration(
            on.destination(),
            false,
            null,
            "daily",
            "All",
            null,
            new InventoryConfiguration.Schedule("Weekly")));
    run(100);
    assertThat(keys()).isEmpty();
  }
}
