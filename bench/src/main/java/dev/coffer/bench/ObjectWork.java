package dev.coffer.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Puts or gets objects of one size, each client its own. */
final class ObjectWork implements Work {
  private static final int KEYS_OF_A_CLIENT = 16; // so that the disk does not fill up

  private final String method;
  private final String bucket;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * Objects in a bucket that exists.
   *
   * @param method {@code PUT} or {@code GET}
   * @param headers of each request
   */
  ObjectWork(String method, String bucket, int sizeBytes, Map<String, String> headers) {
    this.method = method;
    this.bucket = bucket;
    this.headers = headers;
    this.body = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(body);
  }

  private boolean puts() {
    return method.equals("PUT");
  }

  @Override
  public void prepare(Connection connection, int client) throws IOException {
    if (!puts()) {
      connection.exchange(new Ask("PUT", target(client, 0), headers, body));
    }
  }

  @Override
  public Ask next(int client, int number) {
    return puts()
        ? new Ask(method, target(client, number % KEYS_OF_A_CLIENT), headers, body)
        : Ask.of(method, target(client, 0), headers);
  }

  private String target(int client, int number) {
    return "/" + bucket + "/" + method + "-" + body.length + "-" + client + "-" + number;
  }

  @Override
  public long sizeBytes() {
    return body.length;
  }
}
