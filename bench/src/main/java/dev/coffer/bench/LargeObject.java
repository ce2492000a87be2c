package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long UpdateObjectEncryption takes for a large object, beside a small one: the envelope alone
 * changes, so that both take the same. Each change turns the Bucket Key on or off.
 */
record LargeObject(String bucket, String keyArn, long sizeBytes) {
  private static final int PART_BYTES = 64 << 20;
  private static final int SMALL_BYTES = 4096;
  private static final int CHANGES = 40;

  /** Puts both, changes both in turn, and prints the times. */
  void run(Endpoint endpoint) throws IOException {
    try (var connection = new Connection(endpoint)) {
      connection.exchange("PUT", target("small"), new byte[SMALL_BYTES]);
      upload(connection);
      List<Double> large = new ArrayList<>();
      List<Double> small = new ArrayList<>();
      for (int change = 0; change < CHANGES; change++) {
        boolean bucketKey = change % 2 == 0;
        small.add(millis(connection, "small", bucketKey));
        large.add(millis(connection, "large", bucketKey));
      }
      print(sizeBytes, large);
      print(SMALL_BYTES, small);
    }
  }

  private String target(String name) {
    return "/" + bucket + "/" + name;
  }

  /** Parts of which the last is shorter; they share their bytes. */
  private void upload(Connection connection) throws IOException {
    Payload part = Payload.random((int) Math.min(PART_BYTES, sizeBytes));
    List<Payload> parts = new ArrayList<>();
    for (long left = sizeBytes; left > 0; left -= part.sizeBytes()) {
      parts.add(left < part.sizeBytes() ? part.slice(0, (int) left) : part);
    }
    Shelf.upload(connection, target("large"), Map.of(), parts);
  }

  private double millis(Connection connection, String name, boolean bucketKey) throws IOException {
    Ask update = RekeyWork.update(target(name), keyArn, bucketKey);
    long start = System.nanoTime();
    connection.exchange(update);
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(long sizeBytes, List<Double> millis) {
    millis.sort(null);
    System.out.printf(
        Locale.ROOT,
        "UpdateObjectEncryption of one object of %s: median %.2f ms, longest %.2f ms, %d times%n",
        Figures.size(sizeBytes),
        millis.get(millis.size() / 2),
        millis.getLast(),
        millis.size());
  }
}
