package dev.coffer.bench;

import java.io.IOException;
import java.util.Map;

/** Puts or gets objects of one size, each client its own, each request signed anew. */
final class ObjectWork implements Work {
  private static final int KEYS_OF_A_CLIENT = 16; // so that the disk does not fill up

  private final boolean puts;
  private final String prefix;
  private final Map<String, String> headers;
  private final Payload body;

  /**
   * Objects in a bucket that exists.
   *
   * @param method {@code PUT} or {@code GET}
   * @param headers of each request
   */
  ObjectWork(String method, String bucket, int sizeBytes, Map<String, String> headers) {
    this.puts = method.equals("PUT");
    this.prefix = "/" + bucket + "/" + method + "-" + sizeBytes + "-";
    this.headers = headers;
    this.body = Payload.random(sizeBytes);
  }

  @Override
  public Task begin(Connection connection, int client) throws IOException {
    if (puts) {
      return number -> connection.exchange(put(client, number % KEYS_OF_A_CLIENT));
    }
    connection.exchange(put(client, 0));
    Ask get = Ask.of("GET", target(client, 0), headers);
    return number -> connection.expect(connection.sign(get), body);
  }

  private Ask put(int client, int number) {
    return new Ask("PUT", target(client, number), headers, body);
  }

  private String target(int client, int number) {
    return prefix + client + "-" + number;
  }

  @Override
  public long sizeBytes() {
    return body.sizeBytes();
  }
}
