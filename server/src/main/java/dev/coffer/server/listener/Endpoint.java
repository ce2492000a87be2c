package dev.coffer.server.listener;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen.
 *
 * @param address port 0 means any free one
 * @param tls null for plain HTTP
 */
public record Endpoint(InetSocketAddress address, @Nullable Certificate tls) {

  /**
   * A server certificate.
   *
   * @param chain PEM, the server's certificate first
   * @param key PEM, PKCS #8, not encrypted
   */
  public record Certificate(Path chain, Path key) {}
}
