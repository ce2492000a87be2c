package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * One client of a long run: it alone writes its keys, so it knows what each must hold, and holds
 * every answer against that, a body byte by byte.
 */
final class LongClient {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final int KEYS = 40; // in each bucket
  private static final int POOL_BYTES = 32 << 20;
  private static final int PART_BYTES = 5 << 20;
  private static final int ERRORS_KEPT = 5;
  private static final Payload POOL = Payload.random(POOL_BYTES);
  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
  private static final String RUN = Long.toString(System.nanoTime(), 36);

  private final Endpoint endpoint;
  private final String keyArn;
  private final String prefix;
  private final Random random;
  private final Map<Kind, Map<String, Held>> model = new EnumMap<>(Kind.class);
  private final Map<Step, Long> counts = new ConcurrentHashMap<>();
  private final LongAdder errors = new LongAdder();
  private final List<String> firstErrors = new ArrayList<>();

  /**
   * A client.
   *
   * @param keyArn to which the encryption of objects is moved
   */
  LongClient(Endpoint endpoint, String keyArn, int number, long seed) {
    this.endpoint = endpoint;
    this.keyArn = keyArn;
    this.prefix = "c" + number + "-";
    this.random = new Random(seed);
    for (Kind kind : KINDS) {
      model.put(kind, new HashMap<>());
    }
  }

  /**
   * What a key holds.
   *
   * @param kind its encryption now, which need not be its bucket's
   */
  private record Held(Kind kind, Payload content) {}

  /** What is done, as often as its weight among all weights. */
  private enum Step {
    PUT(24),
    MULTIPART(2),
    GET(34),
    RANGE(12),
    HEAD(8),
    COPY(8),
    DELETE(6),
    LIST(2),
    UPDATE(4);

    private final int weight;

    Step(int weight) {
      this.weight = weight;
    }

    static Step draw(Random random) {
      int at = random.nextInt(100);
      for (Step step : values()) {
        at -= step.weight;
        if (at < 0) {
          return step;
        }
      }
      throw new IllegalStateException("the weights are not 100 in all");
    }
  }

  /** Makes a bucket for each type; returns the key that the store uses where none is named. */
  static String prepare(Endpoint endpoint) throws IOException {
    try (var connection = new Connection(endpoint)) {
      for (Kind kind : KINDS) {
        String bucket = "/" + bucket(kind);
        connection.exchange(Ask.of("PUT", bucket));
        connection.exchange(
            new Ask("PUT", bucket + "?encryption=", Map.of(), kind.configuration()));
      }
      return connection
          .exchange(Ask.of("PUT", "/" + bucket(Kind.SSE_KMS) + "/key"))
          .header("x-amz-server-side-encryption-aws-kms-key-id")
          .orElseThrow(() -> new IOException("the server names no key"));
    }
  }

  private static String bucket(Kind kind) {
    return "long-" + RUN + "-" + kind.text();
  }

  long operations() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  long errors() {
    return errors.sum();
  }

  /** To be asked for when the client has ended. */
  List<String> firstErrors() {
    return firstErrors;
  }

  /** How often each step was taken by all of them. */
  static Map<String, Long> counts(List<LongClient> clients) {
    var all = new TreeMap<String, Long>();
    clients.forEach(
        client -> client.counts.forEach((step, n) -> all.merge(step.name(), n, Long::sum)));
    return all;
  }

  /** Goes on until then; after an error with a new connection, and the key's content forgotten. */
  void runUntil(long endNanos) {
    try (var connection = new Connection(endpoint)) {
      while (System.nanoTime() < endNanos) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        String key = prefix + random.nextInt(KEYS);
        Step step = Step.draw(random);
        try {
          step(connection, step, kind, key);
          counts.merge(step, 1L, Long::sum);
        } catch (IOException | RuntimeException e) {
          failed(step + " " + kind.text() + " " + key + ": " + e);
          held(kind).remove(key);
        }
      }
    } catch (IOException e) {
      failed("no connection: " + e);
    }
  }

  private void failed(String how) {
    errors.increment();
    if (firstErrors.size() < ERRORS_KEPT) {
      firstErrors.add(how);
    }
  }

  private Map<String, Held> held(Kind kind) {
    return model.getOrDefault(kind, Map.of());
  }

  /** What reads or changes an object begins by putting it, where it is not there. */
  private void step(Connection connection, Step step, Kind kind, String key) throws IOException {
    Held there = held(kind).get(key);
    switch (step) {
      case PUT -> put(connection, kind, key);
      case MULTIPART -> multipart(connection, kind, key);
      case LIST -> list(connection, kind);
      case GET, RANGE, HEAD, COPY, DELETE, UPDATE -> {
        if (there == null) {
          put(connection, kind, key);
        } else {
          step(connection, step, kind, key, there);
        }
      }
    }
  }

  private void step(Connection connection, Step step, Kind bucket, String key, Held there)
      throws IOException {
    switch (step) {
      case GET -> connection.expect(connection.sign(get(bucket, key, there)), there.content());
      case RANGE -> range(connection, bucket, key, there);
      case HEAD -> head(connection, bucket, key, there);
      case COPY -> copy(connection, bucket, key, there);
      case DELETE -> {
        connection.exchange(Ask.of("DELETE", target(bucket, key)));
        held(bucket).remove(key);
      }
      case UPDATE -> update(connection, bucket, key, there);
      case PUT, MULTIPART, LIST -> throw new IllegalStateException(step + " needs no object");
    }
  }

  private static String target(Kind bucket, String key) {
    return "/" + bucket(bucket) + "/" + key;
  }

  /** Mostly small ones, some around the sizes of chunks, few of megabytes. */
  private int drawSize() {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1, 2 -> (16 << 10) * (1 + random.nextInt(4)) + random.nextInt(3) - 1;
      case 3 -> random.nextInt(4 << 20);
      default -> random.nextInt(32 << 10);
    };
  }

  private Payload draw(int size) {
    return POOL.slice(random.nextInt(POOL_BYTES - size), size);
  }

  private void put(Connection connection, Kind kind, String key) throws IOException {
    Payload content = draw(drawSize());
    connection.exchange(new Ask("PUT", target(kind, key), kind.headers(), content));
    held(kind).put(key, new Held(kind, content));
  }

  private void multipart(Connection connection, Kind kind, String key) throws IOException {
    int last = 1 + random.nextInt(1 << 20);
    Payload content = draw(PART_BYTES + last);
    var parts = List.of(content.slice(0, PART_BYTES), content.slice(PART_BYTES, last));
    Shelf.upload(connection, target(kind, key), kind.headers(), parts);
    held(kind).put(key, new Held(kind, content));
  }

  private static Ask get(Kind bucket, String key, Held there) {
    return Ask.of("GET", target(bucket, key), there.kind().headers());
  }

  private void range(Connection connection, Kind bucket, String key, Held there)
      throws IOException {
    int size = there.content().sizeBytes();
    if (size == 0) {
      connection.expect(connection.sign(get(bucket, key, there)), there.content());
      return;
    }
    int from = random.nextInt(size);
    int length = 1 + random.nextInt(size - from);
    Map<String, String> headers = new HashMap<>(there.kind().headers());
    headers.put("Range", "bytes=" + from + "-" + (from + length - 1));
    Ask ask = Ask.of("GET", target(bucket, key), headers);
    connection.expect(connection.sign(ask), there.content().slice(from, length));
  }

  private static void head(Connection connection, Kind bucket, String key, Held there)
      throws IOException {
    Ask ask = Ask.of("HEAD", target(bucket, key), there.kind().headers());
    Answer answer = connection.exchange(ask);
    if (answer.contentLength() != there.content().sizeBytes() || !there.kind().isToldBy(answer)) {
      throw new IOException("it is told to be something else: " + answer.head());
    }
  }

  /** To another key of any bucket; the copy is encrypted as its bucket says. */
  private void copy(Connection connection, Kind bucket, String key, Held there) throws IOException {
    Kind to = KINDS.get(random.nextInt(KINDS.size()));
    String copied = prefix + random.nextInt(KEYS);
    if (to == bucket && copied.equals(key)) {
      return;
    }
    Map<String, String> headers = new HashMap<>(to.headers());
    headers.putAll(there.kind().sourceHeaders());
    headers.put("x-amz-copy-source", target(bucket, key));
    held(to).remove(copied);
    String said = connection.text(Ask.of("PUT", target(to, copied), headers));
    if (!said.contains("<CopyObjectResult")) {
      throw new IOException("a copy was not made: " + said);
    }
    held(to).put(copied, new Held(to, there.content()));
  }

  /** Amazon refuses this for DSSE-KMS and SSE-C. */
  private void update(Connection connection, Kind bucket, String key, Held there)
      throws IOException {
    if (there.kind() == Kind.DSSE_KMS || there.kind() == Kind.SSE_C) {
      head(connection, bucket, key, there);
      return;
    }
    Kind to = random.nextBoolean() ? Kind.BUCKET_KEY : Kind.SSE_KMS;
    connection.exchange(RekeyWork.update(target(bucket, key), keyArn, to == Kind.BUCKET_KEY));
    held(bucket).put(key, new Held(to, there.content()));
  }

  private void list(Connection connection, Kind kind) throws IOException {
    Ask ask = Ask.of("GET", "/" + bucket(kind) + "?list-type=2&prefix=" + prefix);
    var listed = new TreeSet<String>();
    KEY.matcher(connection.text(ask)).results().forEach(found -> listed.add(found.group(1)));
    if (!listed.equals(held(kind).keySet())) {
      throw new IOException("listed are " + listed + " instead of " + held(kind).keySet());
    }
  }
}
