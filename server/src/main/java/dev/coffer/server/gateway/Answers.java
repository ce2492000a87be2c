package dev.coffer.server.gateway;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.codec.ErrorDocument;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
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
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int ID_BYTES = 8;
  private static final int HOST_ID_BYTES = 48;

  private final Entropy entropy;
  private final InstantSource clock;
  private final String hostId;

  public Answers(Entropy entropy, InstantSource clock) {
    this.entropy = entropy;
    this.clock = clock;
    this.hostId = Base64.getEncoder().encodeToString(entropy.bytes(HOST_ID_BYTES));
  }

  Exchange begin(Request request) {
    return new Exchange(requestId(), request.method(), clock.instant());
  }

  /** Who answers, as every answer says. */
  String hostId() {
    return hostId;
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

  Response guard(Exchange exchange, Work work) {
    return finish(exchange, attempt(exchange, work));
  }

  /** An answer that is not worth a line in the log. */
  Response plain(Exchange exchange, Response response) {
    return dressed(exchange, response);
  }

  // The one place where everything is caught: a request must always be answered.
  @SuppressWarnings("CatchingUnchecked")
  private Response attempt(Exchange exchange, Work work) {
    try {
      return work.run();
    } catch (Exception e) {
      return refusal(exchange, kindOf(exchange, e));
    }
  }

  /** The kinds of failure, and what the client is told of each. */
  private static S3Exception kindOf(Exchange exchange, Exception failure) {
    return switch (failure) {
      case S3Exception refusal -> refusal;
      case MalformedMessage _ -> S3Error.InvalidURI.refusal();
      case Unavailable unavailable -> {
        LOG.error("request {}: storage is unavailable", exchange.id(), unavailable);
        yield S3Error.ServiceUnavailable.refusal().header("Retry-After", "1");
      }
      case Full full -> {
        LOG.error("ALARM request {}: storage is full", exchange.id(), full);
        yield S3Error.ServiceUnavailable.refusal().header("Retry-After", "60");
      }
      case Corrupt corrupt -> alarm(exchange, corrupt);
      case NotAuthentic notAuthentic -> alarm(exchange, notAuthentic);
      default -> {
        LOG.error("request {}: a defect", exchange.id(), failure);
        yield S3Error.InternalError.refusal();
      }
    };
  }

  private static S3Exception alarm(Exchange exchange, RuntimeException failure) {
    LOG.error("ALARM request {}: stored bytes are not what was stored", exchange.id(), failure);
    return S3Error.InternalError.refusal();
  }

  private Response refusal(Exchange exchange, S3Exception e) {
    Response response = ErrorDocument.of(e, exchange.id(), hostId).response(exchange.method());
    Headers.Builder headers = response.headers().toBuilder();
    e.headers().forEach(headers::set);
    return new Response(response.status(), headers.build(), response.body());
  }

  /** The line is written when the last byte has been read, or the answer was given up. */
  private Response finish(Exchange exchange, Response response) {
    Body body = response.body();
    var observed =
        new ObservedBody(
            body.stream(),
            bytes -> log(exchange, response.status(), bytes),
            failure -> kindOf(exchange, failure));
    return dressed(
        exchange, new Response(response.status(), response.headers(), body.withStream(observed)));
  }

  private void log(Exchange exchange, int status, long bytes) {
    ACCESS.info(
        "{} {} {} {} {} {}",
        exchange.id(),
        exchange.operation(),
        exchange.caller(),
        status,
        bytes,
        Duration.between(exchange.start(), clock.instant()).toMillis());
  }

  private Response dressed(Exchange exchange, Response response) {
    Headers headers =
        response.headers().toBuilder()
            .set("x-amz-request-id", exchange.id())
            .set("x-amz-id-2", hostId)
            .set("Date", HTTP_DATE.format(clock.instant()))
            .set("Server", "Coffer")
            .build();
    return new Response(response.status(), headers, response.body());
  }

  private String requestId() {
    return HexFormat.of().withUpperCase().formatHex(entropy.bytes(ID_BYTES));
  }
}
