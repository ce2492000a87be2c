package dev.coffer.bench;

import java.util.Map;

/** One request of a load. Its body is sent as it is and never changed, so that it may be shared. */
final class Ask {
  private static final byte[] NOTHING = {};

  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * A request.
   *
   * @param target path and query as they are sent
   * @param headers besides those of the signature; signed too
   */
  Ask(String method, String target, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  static Ask of(String method, String target) {
    return of(method, target, Map.of());
  }

  static Ask of(String method, String target, Map<String, String> headers) {
    return new Ask(method, target, headers, NOTHING);
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
