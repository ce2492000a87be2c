package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.wire.http.Headers;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A browser's form, as it is filled in, signed and sent. */
final class PostedForm {
  private static final String BOUNDARY = "----boundary7MA4YWxkTrZu0gW";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final RawClient raw;
  private final String bucket;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> conditions = new ArrayList<>();
  private byte[] file = "content".getBytes(UTF_8);
  private String fileName = "photo.jpg";

  PostedForm(RawClient raw, String bucket) {
    this.raw = raw;
    this.bucket = bucket;
  }

  PostedForm field(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /** A condition of the policy in JSON. */
  PostedForm condition(String json) {
    conditions.add(json);
    return this;
  }

  PostedForm file(byte[] content) {
    file = content;
    return this;
  }

  PostedForm fileName(String name) {
    fileName = name;
    return this;
  }

  /** Signs with a condition for the bucket and for each field that there is. */
  PostedForm sign() {
    Instant now = RawClient.now().truncatedTo(ChronoUnit.SECONDS);
    String date = DATE.format(now);
    field("x-amz-algorithm", "AWS4-HMAC-SHA256");
    field(
        "x-amz-credential",
        raw.signer().accessKeyId() + "/" + date.substring(0, 8) + "/us-east-1/s3/aws4_request");
    field("x-amz-date", date);
    condition("{\"bucket\": \"" + bucket + "\"}");
    fields.forEach((name, _) -> condition("[\"starts-with\", \"$" + name + "\", \"\"]"));
    String json =
        "{\"expiration\": \"%s\", \"conditions\": [%s]}"
            .formatted(now.plus(Duration.ofMinutes(5)), String.join(", ", conditions));
    String policy = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    return field("policy", policy).field("x-amz-signature", raw.signer().signPolicy(policy, now));
  }

  byte[] body() {
    var form = new StringBuilder();
    fields.forEach((name, value) ->
        form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
            .append(name + "\"\r\n\r\n" + value + "\r\n"));
    form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
        .append(fileName + "\"\r\nContent-Type: image/jpeg\r\n\r\n");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(form.toString().getBytes(UTF_8));
    bytes.writeBytes(file);
    bytes.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return bytes.toByteArray();
  }

  Answer post() {
    return post("/" + bucket, body());
  }

  Answer post(String target, byte[] body, String... more) {
    Headers headers =
        Headers.of(more).toBuilder()
            .set("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .build();
    return raw.exchange(raw.unsigned("POST", target, body, headers), body);
  }
}
