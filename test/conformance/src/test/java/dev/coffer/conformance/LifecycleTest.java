package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** Rules through the SDK, and a server that looks every second for what expires by date. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private StartedServer server;
  private S3Client s3;
  private RawClient raw;
  private int made;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = StartedServer.over(folder.resolve("data"), "--lifecycle-interval", "1");
    s3 = server.s3();
    raw = RawClient.of(server);
  }

  @AfterAll
  void stop() {
    s3.close();
    server.close();
  }

  private synchronized String bucket() {
    String name = "living-" + made++;
    s3.createBucket(create -> create.bucket(name));
    return name;
  }

  private static LifecycleRule.Builder all(String id) {
    return LifecycleRule.builder()
        .id(id)
        .status(ExpirationStatus.ENABLED)
        .filter(LifecycleRuleFilter.builder().build());
  }

  private LifecycleRule today(String id, Consumer<LifecycleRuleFilter.Builder> filter) {
    return all(id).filter(filter).expiration(when -> when.date(midnight)).build();
  }

  private void put(String bucket, LifecycleRule... rules) {
    s3.putBucketLifecycleConfiguration(
        put -> put.bucket(bucket).lifecycleConfiguration(of -> of.rules(rules)));
  }

  private void object(String bucket, String key, String body) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(body));
  }

  private List<String> keys(String bucket) {
    return s3.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(software.amazon.awssdk.services.s3.model.S3Object::key)
        .toList();
  }

  private static void until(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  private void refused(String code, int status, LifecycleRule... rules) {
    String bucket = bucket();
    assertThatThrownBy(() -> put(bucket, rules))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refusal.statusCode()).isEqualTo(status);
            });
    raw.send("GET", "/" + bucket + "?lifecycle", "").refuses("NoSuchLifecycleConfiguration", 404);
  }

  @Test
  void rulesAreShownAsTheyWerePut() {
    String bucket = bucket();
    LifecycleRule one =
        all("one")
            .filter(of -> of.prefix("tmp/"))
            .expiration(when -> when.days(7))
            .abortIncompleteMultipartUpload(of -> of.daysAfterInitiation(2))
            .noncurrentVersionExpiration(of -> of.noncurrentDays(30).newerNoncurrentVersions(3))
            .build();
    LifecycleRule two =
        all("two")
            .filter(of ->
                of.and(and ->
                    and.prefix("a")
                        .objectSizeGreaterThan(10L)
                        .tags(Tag.builder().key("k").value("v").build())))
            .expiration(when -> when.date(midnight))
            .build();
    LifecycleRule three =
        all("three").expiration(when -> when.expiredObjectDeleteMarker(true)).build();
    put(bucket, one, two, three);
    var shown = s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket));
    assertThat(shown.rules()).containsExactly(one, two, three);
    assertThat(shown.transitionDefaultMinimumObjectSize())
        .isEqualTo(TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K);
    s3.deleteBucketLifecycle(delete -> delete.bucket(bucket));
    raw.send("GET", "/" + bucket + "?lifecycle", "").refuses("NoSuchLifecycleConfiguration", 404);
  }

  @Test
  void whatIsDueGoesAndTheRestStays() throws Exception {
    String bucket = bucket();
    object(bucket, "tmp/a", "x");
    object(bucket, "tmp/large", "x".repeat(50_000));
    object(bucket, "kept", "x");
    s3.putObject(
        put -> put.bucket(bucket).key("tagged").tagging("go=yes"), RequestBody.fromString("x"));
    put(
        bucket,
        today("prefix", of -> of.prefix("tmp/")),
        today("tag", of -> of.tag(tag -> tag.key("go").value("yes"))),
        today("size", of -> of.objectSizeGreaterThan(1_000_000L)));
    until(() -> keys(bucket).equals(List.of("kept")));
    object(bucket, "tmp/later", "x");
    until(() -> keys(bucket).equals(List.of("kept")));
  }

  @ParameterizedTest
  @EnumSource(
      value = ObjectLockMode.class,
      names = {"GOVERNANCE", "COMPLIANCE"})
  void lockedVersionsAreHiddenAndStay(ObjectLockMode mode) throws Exception {
    String bucket = bucket() + "-vault";
    s3.createBucket(create -> create.bucket(bucket).objectLockEnabledForBucket(true));
    String version =
        s3.putObject(
                put ->
                    put.bucket(bucket)
                        .key("k")
                        .objectLockMode(mode)
                        .objectLockRetainUntilDate(midnight.plus(2, ChronoUnit.DAYS)),
                RequestBody.fromString("x"))
            .versionId();
    put(bucket, today("all", of -> of.prefix("")));
    until(() -> keys(bucket).isEmpty());
    var versions = s3.listObjectVersions(list -> list.bucket(bucket));
    assertThat(versions.versions()).singleElement().matches(of -> of.versionId().equals(version));
    assertThat(versions.deleteMarkers()).hasSize(1);
  }

  @Test
  void aMarkerThatHidesNothingGoes() throws Exception {
    String bucket = bucket();
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(to -> to.status("Enabled")));
    s3.deleteObject(delete -> delete.bucket(bucket).key("alone"));
    object(bucket, "hidden", "x");
    s3.deleteObject(delete -> delete.bucket(bucket).key("hidden"));
    put(bucket, all("markers").expiration(when -> when.expiredObjectDeleteMarker(true)).build());
    until(() -> s3.listObjectVersions(list -> list.bucket(bucket)).deleteMarkers().size() == 1);
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).hasSize(1);
  }

  @Test
  void answersSayWhen() {
    String bucket = bucket();
    put(
        bucket,
        all("in a week")
            .expiration(when -> when.days(7))
            .abortIncompleteMultipartUpload(of -> of.daysAfterInitiation(1))
            .build());
    LocalDate due = LocalDate.now(ZoneOffset.UTC).plusDays(8);
    String said =
        s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromString("x")).expiration();
    assertThat(said)
        .startsWith("expiry-date=\"")
        .contains(" %02d ".formatted(due.getDayOfMonth()))
        .endsWith(" 00:00:00 GMT\", rule-id=\"in a week\"");
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).expiration()).isEqualTo(said);
    assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("k")).response().expiration())
        .isEqualTo(said);
    assertThat(
            s3.copyObject(copy ->
                    copy.sourceBucket(bucket)
                        .sourceKey("k")
                        .destinationBucket(bucket)
                        .destinationKey("l"))
                .expiration())
        .isEqualTo(said);
    var upload = s3.createMultipartUpload(create -> create.bucket(bucket).key("u"));
    assertThat(upload.abortDate()).isEqualTo(midnight.plus(2, ChronoUnit.DAYS));
    assertThat(upload.abortRuleId()).isEqualTo("in a week");
    var parts = s3.listParts(list -> list.bucket(bucket).key("u").uploadId(upload.uploadId()));
    assertThat(parts.abortDate()).isEqualTo(upload.abortDate());
  }

  @Test
  void contradictionsAreRefused() {
    refused("MalformedXML", 400);
    refused(
        "MalformedXML",
        400,
        IntStream.rangeClosed(0, 1000)
            .mapToObj(i -> all("r" + i).expiration(when -> when.days(1)).build())
            .toArray(LifecycleRule[]::new));
    refused("MalformedXML", 400, all("r").expiration(when -> when.days(1).date(midnight)).build());
    refused("InvalidRequest", 400, all("r").build());
    refused("InvalidArgument", 400, all("r").expiration(when -> when.days(0)).build());
    refused(
        "InvalidArgument",
        400,
        all("r").expiration(when -> when.date(midnight.plusSeconds(3600))).build());
    refused("InvalidArgument", 400, all("x".repeat(256)).expiration(when -> when.days(1)).build());
    refused(
        "InvalidArgument", 400, today("r", of -> of.prefix("a")), today("r", of -> of.prefix("b")));
  }

  @Test
  void whatIsNotBuiltIsRefusedByName() {
    refused(
        "NotImplemented",
        501,
        all("r")
            .transitions(
                Transition.builder().days(30).storageClass(TransitionStorageClass.GLACIER).build())
            .build());
    refused(
        "NotImplemented",
        501,
        all("r")
            .noncurrentVersionTransitions(
                NoncurrentVersionTransition.builder()
                    .noncurrentDays(30)
                    .storageClass(TransitionStorageClass.GLACIER)
                    .build())
            .build());
    String bucket = bucket();
    assertThatThrownBy(() ->
            s3.putBucketLifecycleConfiguration(put ->
                put.bucket(bucket)
                    .transitionDefaultMinimumObjectSize(
                        TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS)
                    .lifecycleConfiguration(
                        of -> of.rules(all("r").expiration(when -> when.days(1)).build()))))
        .isInstanceOfSatisfying(
            S3Exception.class, refusal -> assertThat(refusal.statusCode()).isEqualTo(501));
  }

  @Test
  void theOlderFormOfPrefixesIsShownInItsForm() {
    String bucket = bucket();
    String rule =
        "<Rule><ID>old</ID><Prefix>tmp/</Prefix><Status>Disabled</Status>"
            + "<Expiration><Days>1</Days></Expiration></Rule>";
    String body = "<LifecycleConfiguration>" + rule + "</LifecycleConfiguration>";
    String path = "/" + bucket + "?lifecycle";
    raw.send("PUT", path, body).refuses("InvalidRequest", 400);
    String md5 = Digests.base64("MD5", body.getBytes(StandardCharsets.UTF_8));
    assertThat(raw.send("PUT", path, body, "Content-MD5", md5).status()).isEqualTo(200);
    assertThat(raw.send("GET", path, "").body()).contains(rule);
    raw.send("PUT", path, body, "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")
        .refuses("BadDigest", 400);
  }
}
