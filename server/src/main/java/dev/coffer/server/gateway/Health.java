package dev.coffer.server.gateway;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import java.nio.charset.StandardCharsets;

/**
 * Says that the process lives and serves. No bucket can have this path: a bucket's name holds no
 * underscore. On a bucket's own host the path is a key like any other.
 */
final class Health {
  private static final String LIVE = "/_coffer/health/live";
  private static final String READY = "/_coffer/health/ready";

  private Health() {}

  static boolean asked(Request request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return reads && (request.rawPath().equals(LIVE) || request.rawPath().equals(READY));
  }

  static Response answer() {
    byte[] text = "{\"status\":\"ok\"}\n".getBytes(StandardCharsets.UTF_8);
    return new Response(200, Headers.of("Content-Type", "application/json"), Body.of(text));
  }
}
