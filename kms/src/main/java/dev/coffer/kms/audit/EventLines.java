package dev.coffer.kms.audit;

import dev.coffer.kms.audit.AuditEvent.UserIdentity;
import dev.coffer.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as CloudTrail does: its names in its order, {@code null} for parameters and answers
 * that there are not, nothing at all for other absent members. Source: spec/kms.md §15.
 *
 * <p>An event of more than {@value #MAX_BYTES} bytes keeps everything but its three maps, as
 * CloudTrail does with what is too large.
 */
final class EventLines {
  static final int MAX_BYTES = 256 * 1024;

  private static final JsonMapper JSON = new JsonMapper();

  private EventLines() {}

  /** Whose events they are. */
  enum Source {
    KMS(AuditEvent.SOURCE, true),
    S3("s3.amazonaws.com", false);

    private final String name;
    private final boolean management;

    Source(String name, boolean management) {
      this.name = name;
      this.management = management;
    }
  }

  static Bytes of(AuditEvent event, Source source) {
    Bytes whole = write(event, source, false);
    return whole.size() <= MAX_BYTES ? whole : write(event, source, true);
  }

  private static Bytes write(AuditEvent event, Source source, boolean omit) {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("eventVersion", AuditEvent.VERSION);
      identity(json, event.userIdentity());
      String time = event.eventTime().truncatedTo(ChronoUnit.SECONDS).toString();
      json.writeStringProperty("eventTime", time);
      json.writeStringProperty("eventSource", source.name);
      json.writeStringProperty("eventName", event.eventName());
      json.writeStringProperty("awsRegion", event.awsRegion());
      json.writeStringProperty("sourceIPAddress", event.sourceIpAddress());
      json.writeStringProperty("userAgent", event.userAgent());
      text(json, "errorCode", event.errorCode());
      text(json, "errorMessage", event.errorMessage());
      map(json, "requestParameters", event.requestParameters(), omit);
      map(json, "responseElements", event.responseElements(), omit);
      if (!event.additionalEventData().isEmpty()) {
        map(json, "additionalEventData", event.additionalEventData(), omit);
      }
      json.writeStringProperty("requestID", event.requestId());
      json.writeStringProperty("eventID", event.eventId());
      json.writeBooleanProperty("readOnly", event.readOnly());
      resources(json, event);
      json.writeStringProperty("eventType", event.eventType());
      json.writeBooleanProperty("managementEvent", source.management);
      json.writeStringProperty("recipientAccountId", event.recipientAccountId());
      json.writeStringProperty("eventCategory", source.management ? "Management" : "Data");
      json.writeEndObject();
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  private static void identity(JsonGenerator json, UserIdentity who) {
    json.writeObjectPropertyStart("userIdentity");
    json.writeStringProperty("type", who.type());
    text(json, "principalId", who.principalId());
    text(json, "arn", who.arn());
    text(json, "accountId", who.accountId());
    text(json, "accessKeyId", who.accessKeyId());
    text(json, "userName", who.userName());
    text(json, "invokedBy", who.invokedBy());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private static void map(
      JsonGenerator json, String name, Map<String, Object> members, boolean omit) {
    if (members.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      json.writePOJOProperty(name, omit ? OMITTED : members);
    }
  }

  private static final Map<String, Object> OMITTED =
      Map.of("omitted", true, "reason", "event is too large");

  private static void resources(JsonGenerator json, AuditEvent event) {
    if (event.resources().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("resources");
    for (String arn : event.resources()) {
      json.writeStartObject();
      json.writeStringProperty("accountId", accountOf(arn, event.recipientAccountId()));
      json.writeStringProperty("type", typeOf(arn));
      json.writeStringProperty("ARN", arn);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The fifth part of an ARN; those of buckets and objects have none. */
  private static String accountOf(String arn, String owner) {
    List<String> parts = List.of(arn.split(":", 6));
    return parts.size() == 6 && !parts.get(4).isEmpty() ? parts.get(4) : owner;
  }

  private static String typeOf(String arn) {
    if (!arn.startsWith("arn:aws:s3:::")) {
      return "AWS::KMS::Key";
    }
    return arn.contains("/") ? "AWS::S3::Object" : "AWS::S3::Bucket";
  }
}
