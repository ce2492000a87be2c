package dev.coffer.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long UpdateObjectEncryption takes for a large object, beside a small one: the envelope alone
 * changes, so that both take the same. Each change turns the Bucket Key on or off.
 */
record LargeObject(String bucket, String keyArn, long sizeBytes) {
  private static final int PART_BYTES = 64 << 20;
  private static final int SMALL_BYTES = 4096;
  private static final int CHANGES = 40;
  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

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

  private void upload(Connection connection) throws IOException {
    Matcher begun = UPLOAD_ID.matcher(connection.text(Ask.of("POST", target("large?uploads"))));
    if (!begun.find()) {
      throw new IOException("the server names no upload");
    }
    String upload = "uploadId=" + begun.group(1);
    var parts = new StringBuilder("<CompleteMultipartUpload>");
    byte[] body = new byte[(int) Math.min(PART_BYTES, sizeBytes)];
    new Random(sizeBytes).nextBytes(body);
    int number = 0;
    for (long left = sizeBytes; left > 0; left -= body.length) {
      byte[] part = left < body.length ? new byte[(int) left] : body;
      String to = target("large?partNumber=" + ++number + "&" + upload);
      String eTag = connection.exchange(new Ask("PUT", to, Map.of(), part)).get("etag");
      parts.append(
          "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, eTag));
    }
    byte[] list = parts.append("</CompleteMultipartUpload>").toString().getBytes(US_ASCII);
    connection.exchange(new Ask("POST", target("large?" + upload), Map.of(), list));
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
        Load.size(sizeBytes),
        millis.get(millis.size() / 2),
        millis.getLast(),
        millis.size());
  }
}
