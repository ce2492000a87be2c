package dev.coffer.wire.http;

/** An answer: status, headers and a body that is read once. */
public record Response(int status, Headers headers, Body body) {
  public static Response empty(int status) {
    return new Response(status, Headers.EMPTY, Body.empty());
  }
}
