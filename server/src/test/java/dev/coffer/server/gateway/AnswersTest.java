package dev.coffer.server.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of bodies that fail. */
class AnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Answers answers = new Answers(new Random(1)::nextBytes, InstantSource.fixed(NOW));
  private final Exchange exchange = new Exchange("id", "GET", NOW);

  private static final class Damaged extends InputStream {
    private boolean closed;

    @Override
    public int read() {
      throw new NotAuthentic();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      throw new NotAuthentic();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Response answer(InputStream stream, long sizeBytes) {
    return answers.guard(
        exchange, () -> new Response(200, Headers.EMPTY, new Body(stream, sizeBytes)));
  }

  @Test
  void aBodyThatFailsAtItsFirstByteIsStillAnswered() throws IOException {
    var damaged = new Damaged();
    Response response = answer(damaged, 10);
    assertThat(response.status()).isEqualTo(500);
    try (InputStream body = response.body().stream()) {
      assertThat(new String(body.readAllBytes(), US_ASCII)).contains("<Code>InternalError</Code>");
    }
    assertThat(damaged.closed).isTrue();
  }

  @Test
  void aBodyThatFailsLaterGivesWhatItHasAndFails() throws IOException {
    var damaged = new Damaged();
    var begun = new ByteArrayInputStream("begun".getBytes(US_ASCII));
    Response response = answer(new SequenceInputStream(begun, damaged), 10);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().sizeBytes()).isEqualTo(10);
    try (InputStream body = response.body().stream()) {
      assertThat(new String(body.readNBytes(5), US_ASCII)).isEqualTo("begun");
      assertThatThrownBy(body::read).isInstanceOf(NotAuthentic.class);
    }
    assertThat(damaged.closed).isTrue();
  }

  @Test
  void aBodyWithoutEndIsPassedOnWhole() throws IOException {
    var whole = new ByteArrayInputStream("whole".getBytes(US_ASCII));
    try (InputStream body = answer(whole, Body.UNKNOWN).body().stream()) {
      assertThat(new String(body.readAllBytes(), US_ASCII)).isEqualTo("whole");
    }
    try (InputStream body = answer(InputStream.nullInputStream(), Body.UNKNOWN).body().stream()) {
      assertThat(body.read()).isEqualTo(-1);
    }
  }
}
