package dev.coffer.wire.http;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came: path and query are raw (still percent-coded), nothing is normalised.
 *
 * @param rawPath begins with a slash; may hold {@code //} and {@code /../}
 * @param rawQuery without the question mark; null when there is none
 * @param protocol {@code HTTP/1.1} or {@code HTTP/1.0}
 */
public record Request(
    String method,
    String rawPath,
    @Nullable String rawQuery,
    Headers headers,
    Body body,
    Peer peer,
    String protocol) {
  private static final String HTTP_1_1 = "HTTP/1.1";

  /** One in HTTP/1.1. */
  public Request(
      String method,
      String rawPath,
      @Nullable String rawQuery,
      Headers headers,
      Body body,
      Peer peer) {
    this(method, rawPath, rawQuery, headers, body, peer, HTTP_1_1);
  }

  /**
   * The other end.
   *
   * @param address empty when it is not known
   * @param secure whether the bytes travelled under TLS (or over a leg that counts as secure)
   * @param tlsVersion {@code 1.2} or {@code 1.3}; null without TLS
   * @param cipherSuite by its registered name; null without TLS
   */
  public record Peer(
      String address, boolean secure, @Nullable String tlsVersion, @Nullable String cipherSuite) {
    public static final Peer LOCAL = new Peer("127.0.0.1", true, null);

    /** One whose cipher suite nobody asks for. */
    public Peer(String address, boolean secure, @Nullable String tlsVersion) {
      this(address, secure, tlsVersion, null);
    }
  }

  public Query query() {
    return Query.parse(rawQuery);
  }

  public Request withBody(Body other) {
    return new Request(method, rawPath, rawQuery, headers, other, peer, protocol);
  }

  public Request withHeaders(Headers other) {
    return new Request(method, rawPath, rawQuery, other, body, peer, protocol);
  }
}
