package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InventoryConfiguration;
import software.amazon.awssdk.services.s3.model.InventoryEncryption;
import software.amazon.awssdk.services.s3.model.InventoryFormat;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.SSES3;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Inventories through the SDK: as configuration, and a report that is read back. */
@ExtendWith(SharedServer.class)
class InventoryTest {
  private static final Pattern FILE = Pattern.compile("\"key\":\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final S3Client s3;
  private final RawClient raw;
  private final Buckets buckets;
  private String bucket;
  private String reports;

  InventoryTest(S3Client s3, RawClient raw, Buckets buckets) {
    this.s3 = s3;
    this.raw = raw;
    this.buckets = buckets;
  }

  @BeforeEach
  void buckets() {
    bucket = buckets.fresh();
    reports = buckets.fresh();
  }

  private InventoryConfiguration.Builder inventory(String id) {
    return InventoryConfiguration.builder()
        .id(id)
        .isEnabled(true)
        .includedObjectVersions("All")
        .schedule(schedule -> schedule.frequency("Daily"))
        .destination(to ->
            to.s3BucketDestination(s3Bucket ->
                s3Bucket
                    .bucket("arn:aws:s3:::" + reports)
                    .format(InventoryFormat.CSV)
                    .prefix("some/where")));
  }

  private void put(InventoryConfiguration.Builder inventory) {
    InventoryConfiguration built = inventory.build();
    s3.putBucketInventoryConfiguration(
        put -> put.bucket(bucket).id(built.id()).inventoryConfiguration(built));
  }

  private InventoryConfiguration get(String id) {
    return s3.getBucketInventoryConfiguration(get -> get.bucket(bucket).id(id))
        .inventoryConfiguration();
  }

  @Test
  void inventoriesAreReturnedAsTheyWerePutUntilTheyAreDeleted() {
    Refused.with("NoSuchConfiguration", 404, () -> get("one"));
    InventoryEncryption encryption =
        InventoryEncryption.builder().sses3(SSES3.builder().build()).build();
    Consumer<InventoryConfiguration.Builder> whole =
        one ->
            one.isEnabled(false)
                .includedObjectVersions("Current")
                .filter(filter -> filter.prefix("photos/"))
                .optionalFields(
                    InventoryOptionalField.SIZE, InventoryOptionalField.ENCRYPTION_STATUS)
                .schedule(schedule -> schedule.frequency("Weekly"))
                .destination(to ->
                    to.s3BucketDestination(s3Bucket ->
                        s3Bucket
                            .bucket("arn:aws:s3:::" + reports)
                            .format(InventoryFormat.CSV)
                            .encryption(encryption)));
    put(inventory("one").applyMutation(whole));
    put(inventory("two").isEnabled(false));
    assertThat(get("one")).isEqualTo(inventory("one").applyMutation(whole).build());
    assertThat(
            s3.listBucketInventoryConfigurations(list -> list.bucket(bucket))
                .inventoryConfigurationList())
        .containsExactly(get("one"), inventory("two").isEnabled(false).build());
    s3.deleteBucketInventoryConfiguration(delete -> delete.bucket(bucket).id("one"));
    Refused.with("NoSuchConfiguration", 404, () -> get("one"));
    Refused.with(
        "NoSuchConfiguration",
        404,
        () -> s3.deleteBucketInventoryConfiguration(delete -> delete.bucket(bucket).id("one")));
  }

  @Test
  void whatIsNotBuiltIsRefusedByName() {
    for (InventoryFormat format : List.of(InventoryFormat.ORC, InventoryFormat.PARQUET)) {
      InventoryConfiguration.Builder other =
          inventory("x")
              .destination(to ->
                  to.s3BucketDestination(
                      s3Bucket -> s3Bucket.bucket("arn:aws:s3:::" + reports).format(format)));
      Refused.with("NotImplemented", 501, () -> put(other));
    }
    Refused.with(
        "IdMismatch",
        400,
        () ->
            s3.putBucketInventoryConfiguration(
                put -> put.bucket(bucket).id("x").inventoryConfiguration(inventory("y").build())));
    raw.send("PUT", "/" + bucket + "?inventory&id=x", "<a/>").refuses("MalformedXML", 400);
    assertThat(raw.send("GET", "/" + bucket + "?inventory", "").body())
        .endsWith("<IsTruncated>false</IsTruncated></ListInventoryConfigurationsResult>");
    raw.send("GET", "/" + bucket + "?inventory&continuation-token=x", "")
        .refuses("InvalidArgument", 400);
  }

  private void letIn() {
    s3.putBucketPolicy(put ->
        put.bucket(reports)
            .policy(
                """
                {"Statement": {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                 "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*", "Condition":
                  {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::%s"},
                   "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}}\
                """
                    .formatted(reports, bucket)));
  }

  /** Each line of the CSV is what HEAD says of the version, SSE-S3 in parts and not. */
  @Test
  void aReportSaysOfEachVersionWhatItsHeadSays() {
    letIn();
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(to -> to.status("Enabled")));
    buckets.put(bucket, "a b", "first");
    buckets.put(bucket, "a b", "second");
    String upload = s3.createMultipartUpload(c -> c.bucket(bucket).key("parts")).uploadId();
    String part =
        s3.uploadPart(
                p -> p.bucket(bucket).key("parts").uploadId(upload).partNumber(1),
                RequestBody.fromString("whole"))
            .eTag();
    s3.completeMultipartUpload(c ->
        c.bucket(bucket)
            .key("parts")
            .uploadId(upload)
            .multipartUpload(
                parts -> parts.parts(CompletedPart.builder().partNumber(1).eTag(part).build())));
    put(
        inventory("daily")
            .optionalFields(
                InventoryOptionalField.SIZE,
                InventoryOptionalField.E_TAG,
                InventoryOptionalField.IS_MULTIPART_UPLOADED,
                InventoryOptionalField.ENCRYPTION_STATUS,
                InventoryOptionalField.BUCKET_KEY_STATUS));
    List<String[]> lines = report();
    assertThat(lines).hasSize(3);
    for (String[] line : lines) {
      HeadObjectResponse head =
          s3.headObject(h -> h.bucket(bucket).key(line[1].replace('+', ' ')).versionId(line[2]));
      assertThat(line[0]).isEqualTo(bucket);
      assertThat(Long.parseLong(line[5])).isEqualTo(head.contentLength());
      assertThat('"' + line[6] + '"').isEqualTo(head.eTag());
      assertThat(line[7]).isEqualTo(String.valueOf(line[1].equals("parts")));
      assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
      assertThat(line[8] + line[9]).isEqualTo("SSE-S3DISABLED");
    }
  }

  private List<String[]> report() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (keys().stream().noneMatch(key -> key.endsWith("/manifest.checksum"))) {
      assertThat(System.nanoTime()).as("a report").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    String key = keys().stream().filter(one -> one.endsWith("/manifest.json")).findFirst().get();
    Matcher file = FILE.matcher(new String(read(key), StandardCharsets.UTF_8));
    List<String[]> lines = new ArrayList<>();
    while (file.find()) {
      text(read(file.group(1)))
          .lines()
          .map(line -> line.substring(1, line.length() - 1).split("\",\"", -1))
          .forEach(lines::add);
    }
    return lines;
  }

  private List<String> keys() {
    return s3.listObjectsV2(list -> list.bucket(reports)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private byte[] read(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(reports).key(key)).asByteArray();
  }

  private static String text(byte[] gzip) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
