package dev.coffer.wire.http;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came: path and query are raw (still percent-coded), nothing is normalised.
 *
 * @param rawPath begins with a slash; may hold {@code //} and {@code /../}
 * @param rawQuery without the question mark; null when there is none
 */
public record Request(
    String method,
    String rawPath,
    @Nullable String rawQuery,
    Headers headers,
    Body body,
    Peer peer) {

  /**
   * The other end.
   *
   * @param address empty when it is not known
   * @param secure whether the bytes travelled under TLS (or over a leg that counts as secure)
   * @param tlsVersion {@code 1.2} or {@code 1.3}; null without TLS
   */
  public record Peer(String address, boolean secure, @Nullable String tlsVersion) {
    public static final Peer LOCAL = new Peer("127.0.0.1", true, null);
  }

  public Query query() {
    return Query.parse(rawQuery);
  }

  public Request withBody(Body other) {
    return new Request(method, rawPath, rawQuery, headers, other, peer);
  }

  public Request withHeaders(Headers other) {
    return new Request(method, rawPath, rawQuery, other, body, peer);
  }
}
