package dev.coffer.bench;

import java.io.IOException;
import java.util.Locale;

/** The times of the first requests of a client to a server that has just started. */
final class FirstRequests {
  private FirstRequests() {}

  public static void main(String[] arguments) throws IOException {
    Endpoint endpoint = Endpoint.parse(arguments[0]);
    String bucket = "first-" + Long.toString(System.nanoTime(), 36);
    Signed.headers(endpoint, Ask.of("GET", "/"));
    try (var connection = new Connection(endpoint)) {
      time(connection, "first request (create a bucket)", "PUT", "/" + bucket, 0);
      time(connection, "second request (put 4 KiB)", "PUT", "/" + bucket + "/o", 4096);
      time(connection, "third request (get it)", "GET", "/" + bucket + "/o", 0);
    }
  }

  private static void time(Connection connection, String what, String method, String path, int size)
      throws IOException {
    long start = System.nanoTime();
    connection.exchange(method, path, new byte[size]);
    System.out.printf(Locale.ROOT, "  %s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
  }
}
