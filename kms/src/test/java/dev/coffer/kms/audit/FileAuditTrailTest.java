package dev.coffer.kms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.audit.AuditEvent.UserIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditTrailTest {
  private static final String ARN =
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private final Logs logs;

  FileAuditTrailTest(@TempDir Path folder) {
    this.logs = new Logs(folder);
  }

  private static AuditEvent event(@Nullable String error, Map<String, Object> asked) {
    return new AuditEvent(
        "2222",
        Instant.parse("2026-11-23T12:00:01.234Z"),
        "Decrypt",
        AuditEvent.CALL,
        new UserIdentity(
            "IAMUser",
            "AIDAEXAMPLE",
            "arn:aws:iam::111122223333:user/alice",
            "111122223333",
            "AKIAEXAMPLE",
            "alice",
            null),
        "us-east-1",
        "192.0.2.0",
        "aws-cli",
        error,
        error == null ? null : "no",
        asked,
        Map.of(),
        Map.of(),
        "1111",
        true,
        List.of(ARN),
        "111122223333");
  }

  @Test
  void anEventIsALineAsCloudTrailWritesIt() throws IOException {
    try (FileAuditTrail trail = FileAuditTrail.open(logs.ground(), OnFailure.REFUSE)) {
      trail.requireReady();
      trail.record(event(null, Map.of("encryptionContext", Map.of("a", "b\n"))));
    }
    assertThat(logs.lines(1).get(1).replaceAll(",\"chain\".*", "}"))
        .isEqualTo(
            "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\","
                + "\"principalId\":\"AIDAEXAMPLE\","
                + "\"arn\":\"arn:aws:iam::111122223333:user/alice\","
                + "\"accountId\":\"111122223333\",\"accessKeyId\":\"AKIAEXAMPLE\","
                + "\"userName\":\"alice\"},\"eventTime\":\"2026-11-23T12:00:01Z\","
                + "\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Decrypt\","
                + "\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"192.0.2.0\","
                + "\"userAgent\":\"aws-cli\","
                + "\"requestParameters\":{\"encryptionContext\":{\"a\":\"b\\n\"}},"
                + "\"responseElements\":null,\"requestID\":\"1111\",\"eventID\":\"2222\","
                + "\"readOnly\":true,\"resources\":[{\"accountId\":\"111122223333\","
                + "\"type\":\"AWS::KMS::Key\",\"ARN\":\""
                + ARN
                + "\"}],\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
                + "\"recipientAccountId\":\"111122223333\",\"eventCategory\":\"Management\"}");
  }

  @Test
  void aRefusalHasItsCodeAndText() {
    assertThat(EventLines.of(event("AccessDenied", Map.of()), EventLines.Source.KMS).toUtf8())
        .contains(
            "\"userAgent\":\"aws-cli\",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"no\","
                + "\"requestParameters\":null,\"responseElements\":null");
  }

  @Test
  void whatIsTooLargeIsLeftOutAndNamed() {
    String huge = "x".repeat(EventLines.MAX_BYTES);
    String line =
        EventLines.of(event(null, Map.of("description", huge)), EventLines.Source.KMS).toUtf8();
    assertThat(line)
        .hasSizeLessThan(2000)
        .contains("\"requestParameters\":{", "\"omitted\":true", "event is too large", ARN);
  }
}
