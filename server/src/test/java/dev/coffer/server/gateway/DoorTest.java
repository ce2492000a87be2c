package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.server.listener.Handler;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
  private final Entropy entropy = new Random(2)::nextBytes;
  private final Door door =
      new Door(
          Domains.LOCALHOST,
          new Answers(entropy, InstantSource.fixed(Instant.EPOCH)),
          "0123456789abcdef0123456789abcdef");

  /** Serves everything with one word. */
  private static final class Inside implements Handler {
    @Override
    public Response handle(Request request) {
      byte[] text = "inside".getBytes(StandardCharsets.UTF_8);
      return new Response(200, Headers.EMPTY, Body.of(text));
    }

    @Override
    public Response refuse(S3Exception refusal) {
      throw new IllegalStateException("the door refuses by itself");
    }
  }

  private static Request get(String path) {
    return new Request(
        "GET", path, null, Headers.of("Host", "localhost"), Body.empty(), Request.Peer.LOCAL);
  }

  private static String text(Response response) throws IOException {
    try (var in = response.body().stream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bucket", "/bucket/key", "/?Action=GetCallerIdentity"})
  void aShutDoorAnswersServiceUnavailable(String path) throws IOException {
    Response response = door.handle(get(path));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers().first("Retry-After")).isPresent();
    assertThat(text(response)).contains("<Code>ServiceUnavailable</Code>");
  }

  @ParameterizedTest
  @CsvSource({
    "TrentService.ListKeys, '{\"__type\":\"ServiceUnavailable\",\"message\":\"The store is'",
    "CofferAdmin.ListAccounts, '{\"__type\":\"ServiceUnavailable\"'",
    "'', '<Code>ServiceUnavailable</Code><Message>The store is sealed.</Message>'",
  })
  void aShutDoorAnswersCallsInTheirWords(String target, String says) throws IOException {
    Headers headers =
        Headers.of(
            "Host",
            "localhost",
            "X-Amz-Target",
            target,
            "Content-Type",
            "application/x-www-form-urlencoded");
    Request call = new Request("POST", "/", null, headers, Body.empty(), Request.Peer.LOCAL);
    Response response = door.handle(call);
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers().first("Retry-After")).isPresent();
    assertThat(text(response)).contains(says);
  }

  @Test
  void healthTellsThatItLivesAndIsSealed() throws IOException {
    Response live = door.handle(get("/_coffer/health/live"));
    assertThat(live.status()).isEqualTo(200);
    assertThat(text(live)).contains("\"installation\":\"0123456789abcdef0123456789abcdef\"");
    Response ready = door.handle(get("/_coffer/health/ready"));
    assertThat(ready.status()).isEqualTo(503);
    assertThat(text(ready)).contains("\"custody\":\"sealed\"");
    door.open(new Inside());
    assertThat(door.handle(get("/_coffer/health/live")).status()).isEqualTo(200);
    ready = door.handle(get("/_coffer/health/ready"));
    assertThat(ready.status()).isEqualTo(200);
    assertThat(text(ready)).contains("\"status\":\"ok\"");
  }

  @Test
  void theHealthPathOnABucketsOwnHostIsAKey() throws IOException {
    door.open(new Inside());
    Headers toBucket = Headers.of("Host", "photos.localhost");
    assertThat(text(door.handle(get("/_coffer/health/live").withHeaders(toBucket))))
        .isEqualTo("inside");
  }

  @Test
  void shuttingWaitsForAnAnswerThatIsBeingRead() throws IOException {
    door.open(new Inside());
    Response running = door.handle(get("/bucket/key"));
    assertThat(door.shut(Duration.ofMillis(50))).isFalse();
    assertThat(door.handle(get("/bucket/key")).status()).isEqualTo(503);
    assertThat(text(running)).isEqualTo("inside");
    door.open(new Inside());
    assertThat(text(door.handle(get("/bucket/key")))).isEqualTo("inside");
    assertThat(door.shut(Duration.ofMillis(50))).isTrue();
  }

  @Test
  void itOpensAndShutsAgainAndAgainUnderLoad() throws Exception {
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    var wrong = new java.util.concurrent.atomic.AtomicInteger();
    var threads = new java.util.ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  Response response = door.handle(get("/bucket/key"));
                  try {
                    String text = text(response);
                    if (response.status() == 200 != text.equals("inside")) {
                      wrong.incrementAndGet();
                    }
                  } catch (IOException e) {
                    wrong.incrementAndGet();
                  }
                }
              }));
    }
    for (int i = 0; i < 200; i++) {
      door.open(new Inside());
      assertThat(door.shut(Duration.ofSeconds(10))).isTrue();
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).hasValue(0);
  }
}
