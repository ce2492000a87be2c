package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.store.event.Webhook;
import dev.coffer.store.event.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "=http://127.0.0.1/",
        "a.b=http://127.0.0.1/",
        "hook=ftp://127.0.0.1/",
        "hook=http:///token",
        "hook=http://user:token@127.0.0.1/",
        "hook=http://127.0.0.1/#token",
        "hook=token"
      })
  void whatIsNoNameOrAddressIsRefused(String option) {
    StartFailure failure =
        catchThrowableOfType(
            StartFailure.class, () -> WebhookOptions.parse(List.of(option), List.of()));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.getMessage()).startsWith("--webhook").doesNotContain("token");
  }

  @Test
  void aNameIsSaidOnceAndASecretIsOfAName() {
    String one = "hook=https://one.example/";
    for (var wrong :
        List.of(
            List.of(List.of(one, one), List.<String>of()),
            List.of(List.of(one), List.of("other=file")))) {
      StartFailure failure =
          catchThrowableOfType(
              StartFailure.class, () -> WebhookOptions.parse(wrong.get(0), wrong.get(1)));
      assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    }
  }

  @Test
  void secretsAreReadFromTheirFiles() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "A".repeat(43) + "=\n");
    WebhookOptions options =
        WebhookOptions.parse(
            List.of("one=https://one.example/?t=token", "two=http://127.0.0.1:8080/"),
            List.of("one=" + secret));
    try (Opened opened = new Opened()) {
      Webhooks webhooks = options.open("HOST", opened);
      Webhook one = webhooks.find("arn:aws:sns:r:1:one", "r", "1").orElseThrow();
      assertThat(one.secret()).isNotNull();
      assertThat(one.toString()).doesNotContain("token");
      assertThat(webhooks.find("arn:aws:sns:r:1:two", "r", "1").orElseThrow().secret()).isNull();
      assertThat(webhooks.find("arn:aws:sns:r:2:two", "r", "1")).isEmpty();
      Files.writeString(secret, "short");
      StartFailure failure =
          catchThrowableOfType(StartFailure.class, () -> options.open("HOST", opened));
      assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    }
  }
}
