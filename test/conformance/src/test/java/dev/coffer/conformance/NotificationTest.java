package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Who is told of what happens in a bucket, and that they are, by a receiver of HTTP. */
class NotificationTest {
  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String UNREACHABLE =
      "Unable to validate the following destination configurations";

  @TempDir private static Path folder;
  private static ToldServer told;
  private static ToldServer down;
  private static StartedServer server;
  private static S3Client s3;
  private static RawClient raw;
  private String bucket;

  @BeforeAll
  static void start() throws IOException {
    told = new ToldServer();
    down = new ToldServer();
    down.answer(503);
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    server =
        StartedServer.over(
            folder.resolve("data"),
            "--webhook",
            "hook=" + told.url(),
            "--webhook",
            "down=" + down.url(),
            "--webhook-secret",
            "hook=" + secret);
    s3 = server.s3();
    raw = RawClient.of(server);
  }

  @AfterAll
  static void stop() {
    s3.close();
    server.close();
    told.close();
    down.close();
  }

  @BeforeEach
  void bucket() {
    bucket = new Buckets(s3).fresh();
  }

  private static String arn(String name) {
    return "arn:aws:sns:us-east-1:" + server.account() + ":" + name;
  }

  private static TopicConfiguration.Builder topic(String... events) {
    return TopicConfiguration.builder().id("rule").topicArn(arn("hook")).eventsWithStrings(events);
  }

  private void put(TopicConfiguration.Builder... topics) {
    put(false, topics);
  }

  private void put(boolean skip, TopicConfiguration.Builder... topics) {
    List<TopicConfiguration> all =
        List.of(topics).stream().map(TopicConfiguration.Builder::build).toList();
    s3.putBucketNotificationConfiguration(put ->
        put.bucket(bucket)
            .skipDestinationValidation(skip)
            .notificationConfiguration(to -> to.topicConfigurations(all)));
  }

  private List<TopicConfiguration> topics() {
    return s3.getBucketNotificationConfiguration(get -> get.bucket(bucket)).topicConfigurations();
  }

  @Test
  void whatIsPutIsShownAndAnEmptyConfigurationIsNone() {
    TopicConfiguration.Builder made =
        topic("s3:ObjectCreated:*", "s3:ObjectRemoved:Delete")
            .filter(to ->
                to.key(key ->
                    key.filterRules(
                        FilterRule.builder().name("Prefix").value("in/").build(),
                        FilterRule.builder().name("Suffix").value(".jpg").build())));
    TopicConfiguration.Builder tagged = topic("s3:ObjectTagging:*").id("tags");
    put(made, tagged);
    assertThat(topics()).containsExactly(made.build(), tagged.build());
    assertThat(told.tests(bucket)).hasSize(1);
    put();
    assertThat(topics()).isEmpty();
    put(TopicConfiguration.builder().topicArn(arn("hook")).events(Event.S3_OBJECT_CREATED));
    assertThat(topics().getFirst().id()).hasSize(32);
  }

  @Test
  void eachKindOfEventIsTold() throws Exception {
    put(topic("s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"));
    var written =
        s3.putObject(put -> put.bucket(bucket).key("a b"), RequestBody.fromString("text"));
    s3.copyObject(copy ->
        copy.sourceBucket(bucket).sourceKey("a b").destinationBucket(bucket).destinationKey("c"));
    var upload = s3.createMultipartUpload(create -> create.bucket(bucket).key("parts"));
    var part =
        s3.uploadPart(
            to -> to.bucket(bucket).key("parts").uploadId(upload.uploadId()).partNumber(1),
            RequestBody.fromString("part"));
    s3.completeMultipartUpload(complete ->
        complete
            .bucket(bucket)
            .key("parts")
            .uploadId(upload.uploadId())
            .multipartUpload(
                of -> of.parts(CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));
    s3.putObjectTagging(put ->
        put.bucket(bucket)
            .key("c")
            .tagging(of -> of.tagSet(Tag.builder().key("a").value("b").build())));
    s3.deleteObjectTagging(delete -> delete.bucket(bucket).key("c"));
    s3.deleteObject(delete -> delete.bucket(bucket).key("c"));
    assertThat(told.events(bucket, 6).stream().map(ToldServer.Message::event))
        .containsExactlyInAnyOrder(
            "ObjectCreated:Put a+b",
            "ObjectCreated:Copy c",
            "ObjectCreated:CompleteMultipartUpload parts",
            "ObjectTagging:Put c",
            "ObjectTagging:Delete c",
            "ObjectRemoved:Delete c");
    ToldServer.Message put = find("ObjectCreated:Put a+b");
    assertThat(put.body())
        .contains("\"size\":4,\"eTag\":" + written.eTag() + ",\"sequencer\":")
        .contains("\"configurationId\":\"rule\"")
        .doesNotContain("versionId");
    assertThat(put.member("x-amz-request-id")).isEqualTo(written.responseMetadata().requestId());
    assertThat(put.member("x-amz-id-2")).isEqualTo(written.responseMetadata().extendedRequestId());
    assertThat(put.member("sourceIPAddress")).isEqualTo("127.0.0.1");
    assertThat(put.member("principalId")).isEqualTo(server.account());
    assertThat(put.signature()).hasValueSatisfying(v -> assertThat(v).startsWith("v1,"));
    assertThat(find("ObjectRemoved:Delete c").member("sequencer"))
        .isGreaterThan(find("ObjectCreated:Copy c").member("sequencer"));
  }

  private ToldServer.Message find(String event) throws InterruptedException {
    return told.events(bucket, 1).stream()
        .filter(message -> message.event().equals(event))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBrowsersFormIsAPost() throws Exception {
    put(topic("s3:ObjectCreated:Post"));
    new Buckets(s3).put(bucket, "put", "text");
    new PostedForm(raw, bucket).field("key", "posted").sign().post();
    assertThat(told.events(bucket, 1).stream().map(ToldServer.Message::event))
        .containsExactly("ObjectCreated:Post posted");
  }

  @Test
  void versionsAndMarkersAreTold() throws Exception {
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(to -> to.status("Enabled")));
    put(topic("s3:ObjectCreated:*", "s3:ObjectRemoved:*"));
    String version =
        s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromString("text"))
            .versionId();
    String marker = s3.deleteObject(delete -> delete.bucket(bucket).key("k")).versionId();
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(version));
    List<ToldServer.Message> events = told.events(bucket, 3);
    assertThat(
            events.stream()
                .map(message -> message.member("eventName") + " " + message.member("versionId")))
        .containsExactlyInAnyOrder(
            "ObjectCreated:Put " + version,
            "ObjectRemoved:DeleteMarkerCreated " + marker,
            "ObjectRemoved:Delete " + version);
  }

  @Test
  void filtersDecideAndSoDoesTheLastConfiguration() throws Exception {
    put(
        topic("s3:ObjectCreated:*")
            .filter(to ->
                to.key(key ->
                    key.filterRules(FilterRule.builder().name("prefix").value("in/").build()))));
    new Buckets(s3).put(bucket, "out/a", "text");
    new Buckets(s3).put(bucket, "in/a", "text");
    assertThat(told.events(bucket, 1).stream().map(ToldServer.Message::event))
        .containsExactly("ObjectCreated:Put in%2Fa");
    put();
    new Buckets(s3).put(bucket, "in/b", "text");
    put(topic("s3:ObjectCreated:*"));
    new Buckets(s3).put(bucket, "in/c", "text");
    assertThat(told.events(bucket, 2).stream().map(ToldServer.Message::event))
        .containsExactly("ObjectCreated:Put in%2Fa", "ObjectCreated:Put in%2Fc");
  }

  private void unreachable(String arn, String why, boolean skip) {
    Answer answer =
        document(
            "<TopicConfiguration><Topic>"
                + arn
                + "</Topic><Event>s3:ObjectCreated:*</Event></TopicConfiguration>",
            "x-amz-skip-destination-validation",
            Boolean.toString(skip));
    answer.refuses("InvalidArgument", 400);
    assertThat(answer.body())
        .contains("<Message>" + UNREACHABLE + "</Message>")
        .contains("<ArgumentName1>" + arn + "</ArgumentName1>")
        .contains("<ArgumentValue1>" + why);
    assertThat(topics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTopicThatIsNoWebhookDoesNotExist(boolean skip) {
    for (String arn :
        List.of(
            arn("other"),
            arn("hook").replace("us-east-1", "eu-west-1"),
            arn("hook").replace(server.account(), "999999999999"))) {
      unreachable(arn, "The destination topic does not exist", skip);
    }
  }

  @Test
  void queuesAndFunctionsDoNotExist() {
    Map<String, String> elements =
        Map.of(
            "<QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue>"
                + "<Event>s3:ObjectCreated:*</Event></QueueConfiguration>",
            "The destination queue does not exist",
            "<CloudFunctionConfiguration>"
                + "<CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:f</CloudFunction>"
                + "<Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>",
            "Not authorized to invoke function [arn:aws:lambda:us-east-1:000000000000:function:f]");
    elements.forEach((element, text) -> {
      Answer answer = document(element);
      answer.refuses("InvalidArgument", 400);
      assertThat(answer.body()).contains(UNREACHABLE).contains(text);
    });
    document("<EventBridgeConfiguration/>").refuses("NotImplemented", 501);
  }

  private Answer document(String content, String... headers) {
    String body =
        "<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + content
            + "</NotificationConfiguration>";
    return raw.send("PUT", "/" + bucket + "?notification", body, headers);
  }

  @Test
  void aWebhookThatDoesNotAnswerIsRefusedUnlessThatIsSkipped() {
    TopicConfiguration.Builder silent = topic("s3:ObjectCreated:*").topicArn(arn("down"));
    unreachable(arn("down"), "The webhook did not take a test: it answered 503", false);
    put(true, silent);
    assertThat(topics()).containsExactly(silent.build());
  }

  @Test
  void whatIsWrongIsRefused() {
    Refused.with("NotImplemented", 501, () -> put(topic("s3:Replication:*")));
    Refused.with("InvalidArgument", 400, () -> put(topic("s3:Anything")));
    Refused overlap =
        Refused.with(
            "InvalidArgument",
            400,
            () -> put(topic("s3:ObjectCreated:*"), topic("s3:ObjectCreated:Put").id("b")));
    assertThat(overlap.message()).startsWith("Configurations overlap.");
    Refused.with(
        "AccessDenied",
        403,
        () ->
            s3.putBucketNotificationConfiguration(put ->
                put.bucket(bucket)
                    .expectedBucketOwner("999999999999")
                    .notificationConfiguration(to -> {})));
  }

  @Test
  void whoIsDownCostsWritesNothingAndIsToldWhenItIsThereAgain() throws Exception {
    put(true, topic("s3:ObjectCreated:*").topicArn(arn("down")));
    long begin = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      new Buckets(s3).put(bucket, "k" + i, "text");
    }
    assertThat((System.nanoTime() - begin) / 1_000_000_000).isLessThan(20);
    down.answer(200);
    assertThat(down.events(bucket, 50)).hasSize(50);
    down.answer(503);
  }

  /** {@code kill -9} while the receiver takes nothing; whatever was answered is told afterwards. */
  @Test
  void whatWasAnsweredIsToldAfterACrash() throws Exception {
    try (ToldServer receiver = new ToldServer()) {
      receiver.answer(503);
      String[] flags = {"--webhook", "hook=" + receiver.url()};
      Path data = folder.resolve("crashed");
      String name = "crashed-bucket";
      try (StartedServer first = StartedServer.over(data, flags);
          S3Client client = first.s3()) {
        client.createBucket(create -> create.bucket(name));
        String topic = arn("hook").replace(server.account(), first.account());
        client.putBucketNotificationConfiguration(put ->
            put.bucket(name)
                .skipDestinationValidation(true)
                .notificationConfiguration(to ->
                    to.topicConfigurations(
                        topic("s3:ObjectCreated:*", "s3:ObjectRemoved:*")
                            .topicArn(topic)
                            .build())));
        for (int i = 0; i < 30; i++) {
          String key = "k" + i;
          client.putObject(put -> put.bucket(name).key(key), RequestBody.fromString("text"));
        }
        client.deleteObject(delete -> delete.bucket(name).key("k0"));
        first.kill();
      }
      receiver.answer(200);
      try (StartedServer again = StartedServer.over(data, flags)) {
        List<String> events =
            receiver.events(name, 31).stream().map(ToldServer.Message::event).toList();
        assertThat(events)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(0, 30)
                    .mapToObj(i -> i == 30 ? "ObjectRemoved:Delete k0" : "ObjectCreated:Put k" + i)
                    .toList());
        assertThat(again.log()).doesNotContain(receiver.url());
      }
    }
  }
}
