package dev.coffer.store.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: messages have the members that clients recorded of Amazon's, and no others. */
final class EventMessageTest {
  private static final Instant AT = Instant.parse("2026-11-29T21:00:00Z");
  private static final Cause CAUSE = new Cause("AWS:AIDAEXAMPLE", "10.0.0.1", "REQUEST");

  private static String message(
      EventKind kind, @Nullable String versionId, @Nullable String eTag, @Nullable Long size) {
    var object = new Event.Of("a b/ä+1", 0x00061234ABCDL, versionId, eTag, size);
    var event = new Event(kind, AT, CAUSE, "HOST", "rule", "bucket", "111122223333", object);
    Event stored = Event.decode(event.encode());
    assertThat(stored).isEqualTo(event);
    return new String(EventMessage.of(stored, "us-east-1"), StandardCharsets.UTF_8);
  }

  private static String expected(String version, String name, String object) {
    return "{\"Records\":[{\"eventVersion\":\""
        + version
        + "\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\","
        + "\"eventTime\":\"2026-11-29T21:00:00.000Z\",\"eventName\":\""
        + name
        + "\",\"userIdentity\":{\"principalId\":\"AWS:AIDAEXAMPLE\"},"
        + "\"requestParameters\":{\"sourceIPAddress\":\"10.0.0.1\"},"
        + "\"responseElements\":{\"x-amz-request-id\":\"REQUEST\",\"x-amz-id-2\":\"HOST\"},"
        + "\"s3\":{\"s3SchemaVersion\":\"1.0\",\"configurationId\":\"rule\","
        + "\"bucket\":{\"name\":\"bucket\",\"ownerIdentity\":{\"principalId\":\"111122223333\"},"
        + "\"arn\":\"arn:aws:s3:::bucket\"},\"object\":{\"key\":\"a+b%2F%C3%A4%2B1\""
        + object
        + "}}}]}";
  }

  @Test
  void whatWasMadeIsDescribed() {
    assertThat(message(EventKind.PUT, "v1", "abc", 9L))
        .isEqualTo(
            expected(
                "2.1",
                "ObjectCreated:Put",
                ",\"size\":9,\"eTag\":\"abc\",\"versionId\":\"v1\","
                    + "\"sequencer\":\"000000061234ABCD\""));
    assertThat(message(EventKind.COMPLETE_UPLOAD, null, "abc-2", 0L))
        .isEqualTo(
            expected(
                "2.1",
                "ObjectCreated:CompleteMultipartUpload",
                ",\"size\":0,\"eTag\":\"abc-2\",\"sequencer\":\"000000061234ABCD\""));
  }

  @Test
  void ofWhatIsGoneOnlyTheVersionIsSaid() {
    assertThat(message(EventKind.DELETE, null, null, null))
        .isEqualTo(expected("2.1", "ObjectRemoved:Delete", ",\"sequencer\":\"000000061234ABCD\""));
    assertThat(message(EventKind.EXPIRE, "v1", null, null))
        .isEqualTo(
            expected(
                "2.3",
                "LifecycleExpiration:Delete",
                ",\"versionId\":\"v1\",\"sequencer\":\"000000061234ABCD\""));
  }

  @Test
  void tagsHaveNoSizeAndNoSequencer() {
    assertThat(message(EventKind.PUT_TAGS, "v1", "abc", 9L))
        .isEqualTo(expected("2.3", "ObjectTagging:Put", ",\"eTag\":\"abc\",\"versionId\":\"v1\""));
  }

  @Test
  void aTestSaysWhichBucket() {
    var test = new EventMessage.Test("bucket", AT, "REQUEST", "HOST");
    assertThat(new String(EventMessage.of(test), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\","
                + "\"Time\":\"2026-11-29T21:00:00.000Z\",\"Bucket\":\"bucket\","
                + "\"RequestId\":\"REQUEST\",\"HostId\":\"HOST\"}");
  }
}
