package dev.coffer.server.gateway;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import java.nio.charset.StandardCharsets;

/**
 * Says that the process lives and serves. No bucket can have this path: a bucket's name holds no
 * underscore. On a bucket's own host the path is a key like any other.
 *
 * <p>Liveness also tells the installation's id, by which another Coffer sees that it is not asked
 * to keep its own root key.
 */
final class Health {
  private static final String LIVE = "/_coffer/health/live";
  private static final String READY = "/_coffer/health/ready";

  private Health() {}

  static boolean asked(Request request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return reads && (request.rawPath().equals(LIVE) || request.rawPath().equals(READY));
  }

  /** A sealed server lives and is not ready. */
  static Response answer(Request request, boolean sealed, String installation) {
    if (request.rawPath().equals(LIVE)) {
      return json(200, "{\"status\":\"ok\",\"installation\":\"" + installation + "\"}\n");
    }
    return sealed
        ? json(503, "{\"status\":\"unavailable\",\"custody\":\"sealed\"}\n")
        : json(200, "{\"status\":\"ok\",\"custody\":\"unsealed\"}\n");
  }

  private static Response json(int status, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Response(status, Headers.of("Content-Type", "application/json"), Body.of(bytes));
  }
}
