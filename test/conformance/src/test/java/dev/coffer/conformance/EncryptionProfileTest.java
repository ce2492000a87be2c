package dev.coffer.conformance;

import static dev.coffer.conformance.EncryptionConfigurationTest.ARN;
import static dev.coffer.conformance.EncryptionConfigurationTest.apply;
import static dev.coffer.conformance.EncryptionConfigurationTest.blocked;
import static dev.coffer.conformance.EncryptionConfigurationTest.document;
import static dev.coffer.conformance.EncryptionConfigurationTest.flag;
import static dev.coffer.conformance.EncryptionConfigurationTest.ruleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets keep the profile under which they were made. */
class EncryptionProfileTest {
  private static final String TARGET = "/profiled?encryption";

  @TempDir Path folder;

  @Test
  void bucketsOf2023BlockNothingUntilTold() {
    Path data = folder.resolve("data");
    try (var server = StartedServer.over(data, "--profile", "2023")) {
      RawClient raw = RawClient.of(server);
      raw.send("PUT", "/profiled", "").is(200);
      assertThat(ruleOf(raw.get(TARGET))).isEqualTo(apply("AES256", null) + flag(false));
      raw.send("PUT", TARGET, document(apply("aws:kms", ARN))).is(200);
      assertThat(ruleOf(raw.get(TARGET))).isEqualTo(apply("aws:kms", ARN) + flag(false));
      raw.send("PUT", TARGET, document(apply("AES256", null) + blocked("NONE"))).is(200);
      assertThat(ruleOf(raw.get(TARGET))).endsWith(blocked("NONE"));
      raw.send("DELETE", TARGET, "").is(204);
      assertThat(ruleOf(raw.get(TARGET))).isEqualTo(apply("AES256", null) + flag(false));
    }
    try (var server = StartedServer.over(data, "--profile", "2026")) {
      RawClient raw = RawClient.of(server);
      assertThat(ruleOf(raw.get(TARGET))).isEqualTo(apply("AES256", null) + flag(false));
      raw.send("PUT", "/younger", "").is(200);
      assertThat(ruleOf(raw.get("/younger?encryption"))).endsWith(blocked("SSE-C"));
    }
  }
}
