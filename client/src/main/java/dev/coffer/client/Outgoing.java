package dev.coffer.client;

import dev.coffer.wire.http.Headers;

/** A request before it is signed, so that each attempt can sign it with its own time. */
final class Outgoing {
  private final String service;
  private final String method;
  private final Endpoint.Target target;
  private final String rawQuery;
  private final Headers headers;
  private final byte[] body;

  Outgoing(
      String service,
      String method,
      Endpoint.Target target,
      String rawQuery,
      Headers headers,
      byte[] body) {
    this.service = service;
    this.method = method;
    this.target = target;
    this.rawQuery = rawQuery;
    this.headers = headers;
    this.body = body;
  }

  /** The service that it is signed for. */
  String service() {
    return service;
  }

  String method() {
    return method;
  }

  Endpoint.Target target() {
    return target;
  }

  String rawQuery() {
    return rawQuery;
  }

  Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
