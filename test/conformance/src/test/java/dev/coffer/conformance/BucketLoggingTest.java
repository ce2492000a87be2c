package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLogsPermission;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PartitionDateSource;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.TargetGrant;
import software.amazon.awssdk.services.s3.model.Type;

/** Logs of requests to a bucket: their configuration, their lines, their delivery. */
class BucketLoggingTest {
  private static final Pattern FIELD = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|[^ \"]+");
  private static final int FIELDS = 27;

  @TempDir static Path folder;
  private static StartedServer server;
  private static S3Client s3;
  private static Buckets buckets;
  private static RawClient raw;

  private String bucket;
  private String logs;

  @BeforeAll
  static void start() {
    server =
        StartedServer.over(
            folder.resolve("data"), "--bucket-log-interval", "1", "--tls-listen", "127.0.0.1:0");
    s3 = server.s3();
    buckets = new Buckets(s3);
    raw = RawClient.of(server);
  }

  @AfterAll
  static void stop() {
    s3.close();
    server.close();
  }

  @BeforeEach
  void make() {
    bucket = buckets.fresh();
    logs = target(s3, buckets);
  }

  private static String target(S3Client client, Buckets made) {
    String name = made.fresh();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"S3ServerAccessLogsPolicy","Effect":"Allow",
          "Principal":{"Service":"logging.s3.amazonaws.com"},"Action":["s3:PutObject"],
          "Resource":"arn:aws:s3:::%s/*","Condition":{
            "ArnLike":{"aws:SourceArn":"arn:aws:s3:::t-*"},
            "StringEquals":{"aws:SourceAccount":"000000000000"}}}]}
        """
            .formatted(name);
    client.putBucketPolicy(put -> put.bucket(name).policy(policy));
    return name;
  }

  private static LoggingEnabled.Builder to(String target) {
    return LoggingEnabled.builder().targetBucket(target).targetPrefix("logs/");
  }

  private void put(LoggingEnabled.Builder logging) {
    put(s3, bucket, logging);
  }

  private static void put(S3Client client, String source, LoggingEnabled.Builder logging) {
    client.putBucketLogging(
        put -> put.bucket(source).bucketLoggingStatus(to -> to.loggingEnabled(logging.build())));
  }

  private LoggingEnabled shown() {
    return s3.getBucketLogging(get -> get.bucket(bucket)).loggingEnabled();
  }

  /** One line; a record of a request is known by its id, its operation and its key. */
  private record Entry(List<String> fields) {
    static Entry of(String line) {
      List<String> fields = new ArrayList<>();
      Matcher matcher = FIELD.matcher(line);
      while (matcher.find()) {
        fields.add(matcher.group());
      }
      assertThat(fields).as(line).hasSize(FIELDS);
      assertThat(String.join(" ", fields)).isEqualTo(line);
      return new Entry(fields);
    }

    String operation() {
      return fields.get(6);
    }

    String key() {
      return fields.get(7);
    }

    /** Status, error code, bytes sent, object size. */
    String outcome() {
      return String.join(" ", fields.subList(9, 13));
    }
  }

  private static List<String> keys(S3Client client, String target) {
    return client.listObjectsV2Paginator(list -> list.bucket(target)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static List<Entry> entries(S3Client client, String target) {
    return keys(client, target).stream()
        .map(key -> new Buckets(client).text(target, key))
        .flatMap(String::lines)
        .map(Entry::of)
        .toList();
  }

  /** Waits for a record; it comes within the interval. */
  private Entry await(String operation, String key) {
    for (int i = 0; i < 200; i++) {
      for (Entry entry : entries(s3, logs)) {
        if (entry.operation().equals(operation) && entry.key().equals(key)) {
          return entry;
        }
      }
      pause();
    }
    throw new AssertionError("no " + operation + " " + key + " in " + entries(s3, logs));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void loggingIsReturnedAsItWasPutUntilItIsTurnedOff() {
    assertThat(shown()).isNull();
    for (LoggingEnabled.Builder one :
        List.of(
            to(logs),
            to(logs).targetPrefix(""),
            to(logs).targetObjectKeyFormat(form -> form.simplePrefix(simple -> {})),
            to(logs)
                .targetObjectKeyFormat(form ->
                    form.partitionedPrefix(
                        by -> by.partitionDateSource(PartitionDateSource.DELIVERY_TIME))))) {
      put(one);
      assertThat(shown()).isEqualTo(one.build());
    }
    s3.putBucketLogging(put -> put.bucket(bucket).bucketLoggingStatus(off -> {}));
    assertThat(shown()).isNull();
  }

  @Test
  void targetsThatCannotReceiveAreRefused() {
    var missing =
        Refused.with("InvalidTargetBucketForLogging", 400, () -> put(to("t-no-such-bucket")));
    assertThat(missing.message()).contains("The target bucket for logging does not exist");
    String locked = Buckets.freshName();
    s3.createBucket(create -> create.bucket(locked).objectLockEnabledForBucket(true));
    Refused.with("InvalidTargetBucketForLogging", 400, () -> put(to(locked)));
    var grant =
        TargetGrant.builder()
            .permission(BucketLogsPermission.READ)
            .grantee(
                to -> to.type(Type.GROUP).uri("http://acs.amazonaws.com/groups/s3/LogDelivery"))
            .build();
    var grants =
        Refused.with("AccessControlListNotSupported", 400, () -> put(to(logs).targetGrants(grant)));
    assertThat(grants.message())
        .contains("Target grants not allowed for bucket owner enforced buckets");
    raw.send(
            "PUT",
            "/" + bucket + "?logging",
            "<BucketLoggingStatus><LoggingEnabled><TargetPrefix/></LoggingEnabled>"
                + "</BucketLoggingStatus>")
        .refuses("MalformedXML", 400);
    Refused.with(
        "AccessDenied",
        403,
        () ->
            s3.putBucketLogging(put ->
                put.bucket(bucket)
                    .expectedBucketOwner("111111111111")
                    .bucketLoggingStatus(off -> {})));
    assertThat(shown()).isNull();
  }

  @Test
  void onlyWhoMayReadsAndChangesIt() {
    Person person = Person.with(server, Person.allowing("s3:GetBucketLogging"));
    assertThat(person.raw().get("/" + bucket + "?logging").status()).isEqualTo(200);
    person
        .raw()
        .send("PUT", "/" + bucket + "?logging", "<BucketLoggingStatus/>")
        .refuses("AccessDenied", 403);
    person.may(Person.allowing("s3:PutBucketLogging"));
    assertThat(
            person.raw().send("PUT", "/" + bucket + "?logging", "<BucketLoggingStatus/>").status())
        .isEqualTo(200);
    person.raw().get("/" + bucket + "?logging").refuses("AccessDenied", 403);
  }

  @Test
  void aRequestIsALineOfTwentySevenFields() {
    put(to(logs));
    Answer answer =
        raw.send(
            "PUT",
            "/" + bucket + "/a%20key%22",
            "hello",
            "Referer",
            "http://home.example/\"x\"",
            "User-Agent",
            "agent/1 (x)");
    assertThat(answer.status()).isEqualTo(200);
    Entry entry = await("REST.PUT.OBJECT", "a%20key%22");
    String root = s3.listBuckets().owner().id();
    assertThat(entry.fields()).element(0).isEqualTo(root);
    assertThat(entry.fields().subList(1, 2)).containsExactly(bucket);
    assertThat(entry.fields().get(2))
        .matches("\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000]");
    assertThat(entry.fields().subList(3, 9))
        .containsExactly(
            "127.0.0.1",
            root,
            answer.header("x-amz-request-id"),
            "REST.PUT.OBJECT",
            "a%20key%22",
            "\"PUT /" + bucket + "/a%20key%22 HTTP/1.1\"");
    assertThat(entry.outcome()).isEqualTo("200 - - 5");
    assertThat(entry.fields().get(13)).matches("\\d+");
    assertThat(entry.fields().get(14)).matches("\\d+");
    assertThat(entry.fields().subList(15, FIELDS))
        .containsExactly(
            "\"http://home.example/%22x%22\"",
            "\"agent/1 (x)\"",
            "-",
            answer.header("x-amz-id-2"),
            "SigV4",
            "-",
            "AuthHeader",
            raw.host(),
            "-",
            "-",
            "-",
            "-");
    assertThat(keys(s3, logs))
        .allMatch(
            key -> key.matches("logs/\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-[0-9A-F]{16}"));
  }

  @Test
  void whatWasReadAndWhatWasRefusedIsThereToo() {
    buckets.put(bucket, "k", "0123456789");
    put(to(logs));
    raw.get("/" + bucket + "/k", "Range", "bytes=2-4");
    assertThat(await("REST.GET.OBJECT", "k").outcome()).isEqualTo("206 - 3 10");
    raw.send("HEAD", "/" + bucket + "/k", "");
    assertThat(await("REST.HEAD.OBJECT", "k").outcome()).isEqualTo("200 - - 10");
    raw.get("/" + bucket + "/none?versionId=null");
    Entry missing = await("REST.GET.OBJECT", "none");
    assertThat(missing.outcome()).matches("404 NoSuch(Key|Version) \\d+ -");
    assertThat(missing.fields().get(17)).isEqualTo("null");
    raw.anonymous("GET", "/" + bucket + "/secret", "");
    Entry denied = await("REST.GET.OBJECT", "secret");
    assertThat(denied.outcome()).matches("403 AccessDenied \\d+ -");
    assertThat(denied.fields().get(4)).isEqualTo("-");
    assertThat(denied.fields().subList(19, 22)).containsExactly("-", "-", "-");
    raw.anonymous(
        "GET", "/" + bucket + "/forged", "", "Authorization", "AWS4-HMAC-SHA256 nonsense");
    assertThat(await("REST.GET.OBJECT", "forged").fields().get(9)).isEqualTo("400");
    raw.anonymous("OPTIONS", "/" + bucket + "/page", "", "Origin", "http://home.example");
    assertThat(await("REST.OPTIONS.PREFLIGHT", "page").outcome())
        .matches("403 AccessForbidden \\d+ -");
    raw.send("PATCH", "/" + bucket, "");
    assertThat(await("REST.PATCH.BUCKET", "-").outcome()).matches("405 MethodNotAllowed \\d+ -");
    s3.getBucketLogging(get -> get.bucket(bucket));
    assertThat(await("REST.GET.LOGGING_STATUS", "-").outcome()).matches("200 - \\d+ -");
  }

  @Test
  void usersAreNamedByTheirArns() {
    put(to(logs));
    Person person = Person.with(server, Person.OBJECTS);
    person.raw().get("/" + bucket);
    assertThat(await("REST.GET.BUCKET", "-").fields().get(4)).isEqualTo(person.arn());
  }

  /** A log is read by others than those who were given the URL. */
  @Test
  void whatAPresignedUrlIsWorthIsNotInTheLog() {
    buckets.put(bucket, "k", "text");
    put(to(logs));
    String url = raw.presigned("GET", "/" + bucket + "/k", Duration.ofMinutes(5), RawClient.now());
    assertThat(raw.anonymous("GET", url, "").status()).isEqualTo(200);
    Entry entry = await("REST.GET.OBJECT", "k");
    assertThat(entry.fields().get(8))
        .contains("X-Amz-Credential=", "&X-Amz-Signature=REDACTED")
        .doesNotContain(url.replaceFirst(".*X-Amz-Signature=", ""));
    assertThat(entry.fields().subList(19, 22)).containsExactly("SigV4", "-", "QueryString");
  }

  @Test
  void aCopyIsInTheLogOfItsSourceToo() {
    String source = buckets.fresh();
    buckets.put(source, "from/here", "text");
    put(s3, source, to(logs));
    put(to(logs));
    s3.copyObject(copy ->
        copy.sourceBucket(source)
            .sourceKey("from/here")
            .destinationBucket(bucket)
            .destinationKey("there"));
    assertThat(await("REST.COPY.OBJECT", "there").fields().get(1)).isEqualTo(bucket);
    Entry read = await("REST.COPY.OBJECT_GET", "from/here");
    assertThat(read.fields().get(1)).isEqualTo(source);
    assertThat(read.outcome()).isEqualTo("200 - - -");
  }

  @Test
  void everyEntryOfDeleteObjectsHasALine() {
    buckets.put(bucket, "one", "1");
    put(to(logs));
    var objects =
        Stream.of("one", "two/2").map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    s3.deleteObjects(delete -> delete.bucket(bucket).delete(to -> to.objects(objects).quiet(true)));
    assertThat(await("BATCH.DELETE.OBJECT", "one").fields().subList(8, 18))
        .containsExactly("-", "204", "-", "-", "-", "-", "-", "-", "-", "-");
    await("BATCH.DELETE.OBJECT", "two/2");
    assertThat(await("REST.POST.MULTI_OBJECT_DELETE", "-").outcome()).matches("200 - \\d+ -");
  }

  @Test
  void theRecordOfABucketsRemovalIsDelivered() {
    put(to(logs));
    s3.deleteBucket(delete -> delete.bucket(bucket));
    assertThat(await("REST.DELETE.BUCKET", "-").outcome()).isEqualTo("204 - - -");
  }

  @Test
  void overTlsTheCipherSuiteIsNamed() {
    put(to(logs));
    try (S3Client tls = server.overTls()) {
      tls.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromString("text"));
    }
    assertThat(await("REST.PUT.OBJECT", "k").fields())
        .satisfies(fields -> {
          assertThat(fields.get(20)).matches("TLS_AES_\\d+_GCM_SHA\\d+");
          assertThat(fields.get(23)).isEqualTo("TLSv1.3");
        });
  }

  @Test
  void partitionsByEventHaveTheirDayInTheKey() {
    put(
        to(logs)
            .targetObjectKeyFormat(form ->
                form.partitionedPrefix(
                    by -> by.partitionDateSource(PartitionDateSource.EVENT_TIME))));
    s3.headBucket(head -> head.bucket(bucket));
    await("REST.HEAD.BUCKET", "-");
    assertThat(keys(s3, logs).getFirst())
        .matches(
            "logs/000000000000/us-east-1/"
                + bucket
                + "/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\d-00-00-00-[0-9A-F]{16}");
  }

  @Test
  void logObjectsAreEncryptedAndTheirOwnersIsTheBuckets() {
    put(to(logs));
    s3.headBucket(head -> head.bucket(bucket));
    await("REST.HEAD.BUCKET", "-");
    String key = keys(s3, logs).getFirst();
    var head = s3.headObject(of -> of.bucket(logs).key(key));
    assertThat(head.serverSideEncryptionAsString()).isEqualTo("AES256");
    assertThat(head.contentType()).isEqualTo("text/plain");
    var owner =
        s3.listObjectsV2(list -> list.bucket(logs).fetchOwner(true)).contents().getFirst().owner();
    assertThat(owner.id()).isEqualTo(s3.listBuckets().owner().id());
  }

  /** What has not come by the interval comes when the server is stopped, and never in the clear. */
  @Test
  void aStoppedServerHasDeliveredAndNothingLiesInTheClear(@TempDir Path own) throws IOException {
    Path data = own.resolve("data");
    String canary = "canary-of-a-log-5f1b";
    String source;
    String target;
    try (var first = StartedServer.over(data, "--bucket-log-interval", "3600");
        S3Client client = first.s3()) {
      source = new Buckets(client).fresh();
      target = target(client, new Buckets(client));
      put(client, source, to(target));
      RawClient.of(first).send("PUT", "/" + source + "/" + canary, new byte[3], Headers.EMPTY);
      assertThat(keys(client, target)).isEmpty();
      assertThat(first.stop()).isZero();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("audit")) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain("REST.PUT.OBJECT");
        }
      }
    }
    try (var second = StartedServer.over(data, Map.of());
        S3Client client = second.s3()) {
      assertThat(entries(client, target))
          .extracting(Entry::operation, Entry::key)
          .contains(org.assertj.core.groups.Tuple.tuple("REST.PUT.OBJECT", canary));
    }
  }
}
