package dev.coffer.store.event;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Amazon's JSON of an event, and of the question whether anybody is there. Source: Amazon S3 User
 * Guide, "Event message structure"; which members there are for which event as clients recorded it.
 */
final class EventMessage {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SCHEMA_VERSION = "1.0";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EventMessage() {}

  /** What is asked of a webhook before a configuration names it. */
  record Test(String bucket, Instant at, String requestId, String hostId) {}

  static byte[] of(Event event, String region) {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("Records");
      json.writeStartObject();
      json.writeStringProperty("eventVersion", event.kind().messageVersion());
      json.writeStringProperty("eventSource", "aws:s3");
      json.writeStringProperty("awsRegion", region);
      json.writeStringProperty("eventTime", TIME.format(event.at()));
      json.writeStringProperty("eventName", event.kind().shown());
      cause(json, event);
      json.writeObjectPropertyStart("s3");
      json.writeStringProperty("s3SchemaVersion", SCHEMA_VERSION);
      json.writeStringProperty("configurationId", event.rule());
      bucket(json, event);
      object(json, event);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void cause(JsonGenerator json, Event event) {
    Cause cause = event.cause();
    json.writeObjectPropertyStart("userIdentity");
    json.writeStringProperty("principalId", cause.principal());
    json.writeEndObject();
    json.writeObjectPropertyStart("requestParameters");
    json.writeStringProperty("sourceIPAddress", cause.sourceAddress());
    json.writeEndObject();
    json.writeObjectPropertyStart("responseElements");
    json.writeStringProperty("x-amz-request-id", cause.requestId());
    json.writeStringProperty("x-amz-id-2", event.hostId());
    json.writeEndObject();
  }

  private static void bucket(JsonGenerator json, Event event) {
    json.writeObjectPropertyStart("bucket");
    json.writeStringProperty("name", event.bucket());
    json.writeObjectPropertyStart("ownerIdentity");
    json.writeStringProperty("principalId", event.owner());
    json.writeEndObject();
    json.writeStringProperty("arn", "arn:aws:s3:::" + event.bucket());
    json.writeEndObject();
  }

  /** The key is coded as in a form's body: a space is a plus sign. */
  private static void object(JsonGenerator json, Event event) {
    Event.Of object = event.object();
    json.writeObjectPropertyStart("object");
    json.writeStringProperty("key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8));
    Long sizeBytes = object.sizeBytes();
    if (sizeBytes != null && event.kind().creates()) {
      json.writeNumberProperty("size", sizeBytes);
    }
    if (object.eTag() != null) {
      json.writeStringProperty("eTag", object.eTag());
    }
    if (object.versionId() != null) {
      json.writeStringProperty("versionId", object.versionId());
    }
    if (!event.kind().ofTags()) {
      json.writeStringProperty("sequencer", "%016X".formatted(object.sequencer()));
    }
    json.writeEndObject();
  }

  static byte[] of(Test test) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("Service", "Amazon S3");
      json.writeStringProperty("Event", "s3:TestEvent");
      json.writeStringProperty("Time", TIME.format(test.at()));
      json.writeStringProperty("Bucket", test.bucket());
      json.writeStringProperty("RequestId", test.requestId());
      json.writeStringProperty("HostId", test.hostId());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
