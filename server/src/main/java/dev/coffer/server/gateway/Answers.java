package dev.coffer.server.gateway;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the headers on that every answer has, turns failures into answers, and writes the access
 * log.
 *
 * <p>Only a refusal's own text reaches the client; everything else is "internal error" to it and a
 * line, or a stack, to the operator.
 */
public final class Answers {
  private static final Logger ACCESS = LoggerFactory.getLogger("access");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int ID_BYTES = 8;
  private static final int UUID_BYTES = 16;
  private static final int HOST_ID_BYTES = 48;

  private final Entropy entropy;
  private final InstantSource clock;
  private final S3Refusing s3;

  public Answers(Entropy entropy, InstantSource clock) {
    this.entropy = entropy;
    this.clock = clock;
    this.s3 = new S3Refusing(Base64.getEncoder().encodeToString(entropy.bytes(HOST_ID_BYTES)));
  }

  Exchange begin(Request request) {
    return new Exchange(requestId(), request.method(), clock.instant());
  }

  /** For a call by name, whose id is a UUID (version 4). */
  Exchange beginCall(Request request) {
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(UUID_BYTES));
    var id =
        new UUID(
            (random.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
            (random.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    return Exchange.ofCall(id.toString(), request.method(), clock.instant());
  }

  /** Who answers, as every answer says. */
  public String hostId() {
    return s3.hostId();
  }

  /** For bytes that are not a request. */
  Exchange beginNameless() {
    return new Exchange(requestId(), "-", clock.instant());
  }

  /** What answers a request and may fail. */
  @FunctionalInterface
  interface Work {
    Response run() throws IOException;
  }

  /** The answer, or the refusal as S3 writes it. */
  Response guard(Exchange exchange, Work work) {
    return guard(exchange, s3, work);
  }

  /** The answer, or the refusal in the words of the protocol. */
  Response guard(Exchange exchange, Refusing refusing, Work work) {
    return finish(exchange, attempt(exchange, refusing, work));
  }

  /** An answer that is not worth a line in the log. */
  Response plain(Exchange exchange, Response response) {
    return dressed(exchange, response);
  }

  // The one place where everything is caught: a request must always be answered.
  @SuppressWarnings("CatchingUnchecked")
  private static Response attempt(Exchange exchange, Refusing refusing, Work work) {
    try {
      return begun(work.run());
    } catch (Exception e) {
      return refusing.answer(exchange, Failure.of(exchange, e), e);
    }
  }

  /**
   * The answer with its first byte read: as long as nothing was sent, a body that is damaged right
   * at its beginning can be answered in words. Later it can only be cut off.
   */
  private static Response begun(Response response) throws IOException {
    Body body = response.body();
    if (body.sizeBytes() == 0) {
      return response;
    }
    InputStream stream = body.stream();
    var begun = new PushbackInputStream(stream);
    boolean read = false;
    try {
      int first = stream.read();
      read = true;
      if (first >= 0) {
        begun.unread(first);
      }
    } finally {
      if (!read) {
        stream.close();
      }
    }
    return new Response(response.status(), response.headers(), body.withStream(begun));
  }

  /** The line is written when the last byte has been read, or the answer was given up. */
  private Response finish(Exchange exchange, Response response) {
    Body body = response.body();
    Instant first = clock.instant();
    var observed =
        new ObservedBody(
            body.stream(),
            bytes -> {
              Instant last = clock.instant();
              log(exchange, response.status(), bytes, last);
              tell(exchange, new LoggedRequest.Ended(response, bytes, first, last, s3.hostId()));
            },
            failure -> Failure.of(exchange, failure));
    return dressed(
        exchange, new Response(response.status(), response.headers(), body.withStream(observed)));
  }

  /** The bucket's own log, if it has one. */
  private static void tell(Exchange exchange, LoggedRequest.Ended ended) {
    LoggedRequest record = exchange.record();
    if (record != null) {
      record.tell(exchange, ended);
    }
  }

  private static void log(Exchange exchange, int status, long bytes, Instant last) {
    ACCESS.info(
        "{} {} {} {} {} {}",
        exchange.id(),
        exchange.operation(),
        exchange.caller(),
        status,
        bytes,
        Duration.between(exchange.start(), last).toMillis());
  }

  private Response dressed(Exchange exchange, Response response) {
    Headers.Builder headers =
        response.headers().toBuilder()
            .set("Date", HTTP_DATE.format(clock.instant()))
            .set("Server", "Coffer");
    exchange.carried().fields().forEach(field -> headers.set(field.name(), field.value()));
    if (!exchange.called()) {
      headers.set("x-amz-request-id", exchange.id()).set("x-amz-id-2", s3.hostId());
    }
    return new Response(response.status(), headers.build(), response.body());
  }

  private String requestId() {
    return HexFormat.of().withUpperCase().formatHex(entropy.bytes(ID_BYTES));
  }
}
