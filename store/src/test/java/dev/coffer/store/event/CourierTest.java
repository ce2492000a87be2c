package dev.coffer.store.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CourierTest {
  private static final Instant NOW = Instant.parse("2026-11-29T21:00:00Z");
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Receiver receiver = new Receiver();
  private final Courier courier = new Courier(() -> NOW, "us-east-1");

  @AfterEach
  void close() {
    courier.close();
    receiver.close();
  }

  private Courier.Fate greet(Webhook webhook) {
    var greeting = new Courier.Greeting("bucket", "REQUEST", "HOST");
    return courier.greet(List.of(webhook), greeting).getFirst();
  }

  @Test
  void aMessageIsSignedAsStandardWebhooksAre() throws Exception {
    WebhookSecret secret =
        WebhookSecret.parse("whsec_" + Base64.getEncoder().encodeToString(KEY)).orElseThrow();
    assertThat(greet(new Webhook("hook", receiver.url(), secret)).taken()).isTrue();
    Receiver.Message message = receiver.taken().getFirst();
    assertThat(message.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("webhook-id", "REQUEST-hook")
        .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed = "REQUEST-hook." + NOW.getEpochSecond() + "." + message.body();
    byte[] code = mac.doFinal(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(message.headers())
        .containsEntry("webhook-signature", "v1," + Base64.getEncoder().encodeToString(code));
  }

  @Test
  void withoutASecretNothingIsSigned() {
    greet(new Webhook("hook", receiver.url(), null));
    assertThat(receiver.taken().getFirst().headers()).doesNotContainKey("webhook-signature");
  }

  @ParameterizedTest
  @CsvSource({
    "204,true,true",
    "302,false,true",
    "400,false,true",
    "429,false,false",
    "503,false,false"
  })
  void onlySuccessIsSuccess(int status, boolean taken, boolean there) {
    receiver.answer(_ -> status);
    Courier.Fate fate = greet(new Webhook("hook", receiver.url(), null));
    assertThat(fate.taken()).isEqualTo(taken);
    assertThat(fate.there()).isEqualTo(there);
    assertThat(receiver.taken()).hasSize(taken ? 1 : 0); // a redirect is not followed
  }

  @Test
  void nobodyIsNoAnswer() {
    URI gone = receiver.url();
    receiver.close();
    Courier.Fate fate = greet(new Webhook("hook", gone, null));
    assertThat(fate.there()).isFalse();
    assertThat(fate.text()).startsWith("it cannot be reached").doesNotContain("127.0.0.1");
  }

  @Test
  void secretsAreOf32Bytes() {
    assertThat(WebhookSecret.parse("whsec_AAAA")).isEmpty();
    assertThat(WebhookSecret.parse("no base64!")).isEmpty();
    assertThat(WebhookSecret.parse(Base64.getEncoder().encodeToString(KEY))).isPresent();
  }
}
