package dev.coffer.bench;

import java.util.Map;

/** One request of a load. Its body is sent as it is and never changed, so that it may be shared. */
record Ask(String method, String target, Map<String, String> headers, Payload body) {
  /**
   * A request.
   *
   * @param target path and query as they are sent
   * @param headers besides those of the signature; signed too
   */
  Ask(String method, String target, Map<String, String> headers, byte[] body) {
    this(method, target, headers, Payload.of(body));
  }

  static Ask of(String method, String target) {
    return of(method, target, Map.of());
  }

  static Ask of(String method, String target, Map<String, String> headers) {
    return new Ask(method, target, headers, Payload.NONE);
  }

  /** The status of an answer that does what is asked. */
  int wantedStatus() {
    if (method.equals("DELETE")) {
      return 204;
    }
    return headers.containsKey("Range") ? 206 : 200;
  }
}
