package dev.coffer.conformance;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends requests exactly as they are written, signed or not: paths are not normalised, headers are
 * not judged. One connection for each request.
 */
record RawClient(URI http, Signer signer) {
  static RawClient of(StartedServer server) {
    return new RawClient(
        server.http(),
        new Signer(
            server.accessKeyId(), SecretAccessKey.of(server.secretAccessKey()), "us-east-1", null));
  }

  /** Signed, with a body covered by the signature; headers as name and value in turn. */
  Answer send(String method, String target, String body, String... headers) {
    return send(method, target, body.getBytes(StandardCharsets.UTF_8), Headers.of(headers));
  }

  Answer send(String method, String target, byte[] body, Headers headers) {
    return exchange(signed(method, target, body, headers), body);
  }

  Answer get(String target, String... headers) {
    return send("GET", target, "", headers);
  }

  /** Without credentials. */
  Answer anonymous(String method, String target, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange(unsigned(method, target, bytes, Headers.of(headers)), bytes);
  }

  /** Exactly these bytes; what is answered before the other side closes or is silent too long. */
  Answer bytes(byte[] message) {
    try (var socket = new RawSocket(http)) {
      socket.writeLeniently(message);
      return socket.answer(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer exchange(Request request, byte[] body) {
    try (var socket = new RawSocket(http)) {
      socket.writeLeniently(head(request));
      socket.writeLeniently(body);
      return socket.answer(request.method().equals("HEAD"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Request signed(String method, String target, byte[] body, Headers headers) {
    return signer.sign(unsigned(method, target, body, headers), ContentHash.Exact.of(body), now());
  }

  /** A URL's path and query that authorise the request for a while. */
  String presigned(String method, String target, Duration expires, Instant time) {
    Request request = unsigned(method, target, new byte[0], Headers.EMPTY);
    var hostOnly = request.withHeaders(Headers.of("Host", host()));
    Request presigned = signer.presign(hostOnly, expires, time);
    return presigned.rawPath() + "?" + presigned.rawQuery();
  }

  Request unsigned(String method, String target, byte[] body, Headers more) {
    int question = target.indexOf('?');
    var headers = more.toBuilder();
    if (!more.has("Host")) {
      headers.set("Host", host());
    }
    if (!more.has("Content-Length") && !more.has("Transfer-Encoding") && sends(method, body)) {
      headers.set("Content-Length", Integer.toString(body.length));
    }
    return new Request(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        headers.build(),
        Body.empty(),
        Request.Peer.LOCAL);
  }

  /** Request line and headers as they travel. */
  static byte[] head(Request request) {
    var text = new StringBuilder(512);
    text.append(request.method()).append(' ').append(request.rawPath());
    if (request.rawQuery() != null) {
      text.append('?').append(request.rawQuery());
    }
    text.append(" HTTP/1.1\r\n");
    for (Headers.Field field : request.headers().fields()) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  String host() {
    return http.getHost() + ":" + http.getPort();
  }

  static Instant now() {
    return Instant.now();
  }

  private static boolean sends(String method, byte[] body) {
    return body.length > 0 || method.equals("PUT") || method.equals("POST");
  }
}
