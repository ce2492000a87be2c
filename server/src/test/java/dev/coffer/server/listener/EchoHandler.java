package dev.coffer.server.listener;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Says what it got; paths below {@code /do/} ask for something special. */
final class EchoHandler implements Handler {
  /** More than what the sockets' buffers hold. */
  static final int HUGE_BYTES = 32 * 1024 * 1024;

  @Override
  public Response handle(Request request) {
    try {
      return switch (request.rawPath()) {
        case "/do/refuse" -> text(403, "refused");
        case "/do/fail" -> failing();
        case "/do/short" -> new Response(200, Headers.EMPTY, new Body(stream("short"), 100));
        case "/do/unknown" ->
            new Response(200, Headers.EMPTY, new Body(stream("streamed"), Body.UNKNOWN));
        case "/do/large" ->
            new Response(200, Headers.EMPTY, Body.of(new byte[5 * 1024 * 1024 + 7]));
        case "/do/huge" -> new Response(200, Headers.EMPTY, Body.of(new byte[HUGE_BYTES]));
        case "/do/headers" -> text(200, headers(request));
        case "/do/trailer" -> text(200, trailer(request));
        case "/do/nothing" -> Response.empty(204);
        default -> text(200, echo(request));
      };
    } catch (S3Exception refusal) {
      return refuse(refusal);
    } catch (IOException e) {
      return text(500, e.toString());
    }
  }

  @Override
  public Response refuse(S3Exception refusal) {
    return text(refusal.error().status(), refusal.error().name());
  }

  private static String echo(Request request) throws IOException {
    long count = request.body().stream().transferTo(java.io.OutputStream.nullOutputStream());
    return request.method()
        + " "
        + request.rawPath()
        + " "
        + request.rawQuery()
        + " "
        + count
        + " "
        + request.peer().secure();
  }

  private static String headers(Request request) {
    var lines = new StringBuilder();
    request.headers().fields().forEach(f -> lines.append(f.name() + "=" + f.value() + ";"));
    return lines.toString();
  }

  private static String trailer(Request request) throws IOException {
    byte[] body = request.body().stream().readAllBytes();
    return new String(body, StandardCharsets.UTF_8)
        + " "
        + request.body().trailers().get().first("x-sum").orElse("none");
  }

  private static Response failing() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    var stream = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), failing);
    return new Response(200, Headers.EMPTY, new Body(stream, 200_000));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static Response text(int status, String text) {
    return new Response(status, Headers.EMPTY, Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
