package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each encryption type costs beside SSE-S3, on one server and in one run: PUT and GET by size,
 * LIST, and changing the encryption of objects that are there.
 *
 * <p>{@code encryption [--sizes 4096,1048576,67108864] [--clients 8] [--rounds 3] [--seconds 3]
 * [--listed 1000] [--rekeyed 100000] [--rekeyed-bytes 1048576] [--large-bytes 5368709120]
 * NAME=@READY-FILE}. Each round goes through all types one after the other, so that what else the
 * machine does hits them alike.
 */
final class EncryptionLoad {
  private static final int REKEYING_CLIENTS = 8;

  private final String run = Long.toString(System.nanoTime(), 36);
  private int[] sizes = {4096, 1 << 20, 64 << 20};
  private int clients = 8;
  private int rounds = 3;
  private double seconds = 3;
  private int listed = 1000;
  private int rekeyed = 100_000;
  private int rekeyedBytes = 1 << 20;
  private long largeBytes = 5L << 30;
  private final List<Endpoint> endpoints = new ArrayList<>();

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var load = new EncryptionLoad();
    load.read(arguments);
    load.run();
  }

  private void read(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--sizes" -> sizes = Load.numbers(arguments[++i]);
        case "--clients" -> clients = Integer.parseInt(arguments[++i]);
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
        case "--listed" -> listed = Integer.parseInt(arguments[++i]);
        case "--rekeyed" -> rekeyed = Integer.parseInt(arguments[++i]);
        case "--rekeyed-bytes" -> rekeyedBytes = Integer.parseInt(arguments[++i]);
        case "--large-bytes" -> largeBytes = Long.parseLong(arguments[++i]);
        default -> endpoints.add(Endpoint.parse(arguments[i]));
      }
    }
    if (endpoints.size() != 1) {
      throw new IllegalArgumentException("one endpoint is measured: NAME=@READY-FILE");
    }
  }

  private Endpoint endpoint() {
    return endpoints.getFirst();
  }

  private void run() throws IOException, InterruptedException {
    for (Kind kind : Kind.values()) {
      makeBucket(bucket(kind), kind);
    }
    System.out.println(
        "   size op   type          op/s     MB/s   p50 ms   p99 ms  CPU us/op"
            + "  ratio to sse-s3");
    for (int size : sizes) {
      for (String method : List.of("PUT", "GET")) {
        measure(Load.size(size) + " " + method, work(method, size), clients);
      }
    }
    list();
    String keyArn = keyArn();
    rekey(keyArn);
    new LargeObject(bucket(Kind.SSE_S3), keyArn, largeBytes).run(endpoint());
  }

  private String bucket(Kind kind) {
    return "load-" + run + "-" + kind.text();
  }

  private void makeBucket(String bucket, Kind kind) throws IOException {
    try (var connection = new Connection(endpoint())) {
      connection.exchange(Ask.of("PUT", "/" + bucket));
      byte[] configuration = kind.configuration();
      connection.exchange(new Ask("PUT", "/" + bucket + "?encryption", Map.of(), configuration));
    }
  }

  private Map<Kind, Work> work(String method, int size) {
    var work = new EnumMap<Kind, Work>(Kind.class);
    for (Kind kind : Kind.values()) {
      work.put(kind, new ObjectWork(method, bucket(kind), size, kind.headers()));
    }
    return work;
  }

  /** A type's work and what came of it, a result for each round. */
  private record Measured(Kind kind, Work work, List<Cell.Result> results) {}

  private void measure(String what, Map<Kind, Work> work, int count)
      throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    work.forEach((kind, its) -> all.add(new Measured(kind, its, new ArrayList<>())));
    for (int round = 0; round < rounds; round++) {
      for (Measured each : all) {
        var cell = new Cell(each.work(), count, seconds, Integer.MAX_VALUE);
        each.results().add(cell.run(endpoint()));
      }
    }
    List<Cell.Result> plain = all.getFirst().results();
    all.forEach(each -> print(what, each.kind().text(), each.results(), plain));
  }

  private static void print(
      String what, String name, List<Cell.Result> own, List<Cell.Result> plain) {
    Cell.Result median = Load.median(own);
    System.out.printf(
        Locale.ROOT,
        "%11s %-11s %8.0f %8.1f %8.2f %8.2f %10.0f  %s%n",
        what,
        name,
        median.perSecond(),
        median.megabytesPerSecond(),
        median.millisAt(0.5),
        median.millisAt(0.99),
        median.cpuMicrosPerOperation(),
        ratio(own, plain));
  }

  private static String ratio(List<Cell.Result> own, List<Cell.Result> plain) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < own.size(); i++) {
      ratios.add(own.get(i).perSecond() / plain.get(i).perSecond());
    }
    ratios.sort(null);
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        ratios.get(ratios.size() / 2),
        ratios.getFirst(),
        ratios.getLast());
  }

  /** LIST opens no envelope and asks for no key, so it must cost the same. */
  private void list() throws IOException, InterruptedException {
    var work = new EnumMap<Kind, Work>(Kind.class);
    for (Kind kind : List.of(Kind.SSE_S3, Kind.SSE_KMS)) {
      String bucket = bucket(kind) + "-list";
      makeBucket(bucket, kind);
      fill(bucket, listed, 16);
      work.put(kind, (client, number) -> Ask.of("GET", "/" + bucket + "?list-type=2"));
    }
    measure("LIST " + listed, work, 1);
  }

  /** Both ways, on equal objects, over all of them. */
  private void rekey(String keyArn) throws IOException, InterruptedException {
    String bucket = bucket(Kind.SSE_S3) + "-rekey";
    makeBucket(bucket, Kind.SSE_S3);
    fill(bucket, rekeyed, rekeyedBytes);
    double updates = rekey(bucket, keyArn, false);
    double copies = rekey(bucket, keyArn, true);
    System.out.printf(
        Locale.ROOT,
        "%d objects of %s: UpdateObjectEncryption %.0f/s, CopyObject onto itself %.0f/s, ratio"
            + " %.1f%n",
        rekeyed,
        Load.size(rekeyedBytes),
        updates,
        copies,
        updates / copies);
  }

  private double rekey(String bucket, String keyArn, boolean copies)
      throws IOException, InterruptedException {
    var work = new RekeyWork(bucket, keyArn, REKEYING_CLIENTS, copies);
    int each = rekeyed - REKEYING_CLIENTS; // a cell does one more for each client
    return new Cell(work, REKEYING_CLIENTS, Cell.ENDLESS, each).run(endpoint()).perSecond();
  }

  private void fill(String bucket, int objects, int sizeBytes) throws IOException {
    byte[] body = new byte[sizeBytes];
    try (var connection = new Connection(endpoint())) {
      for (int object = 0; object < objects; object++) {
        connection.exchange("PUT", RekeyWork.target(bucket, object), body);
      }
    }
  }

  /** The key that the store uses where none is named. */
  private String keyArn() throws IOException {
    String target = "/" + bucket(Kind.SSE_KMS) + "/key";
    try (var connection = new Connection(endpoint())) {
      Map<String, String> answer = connection.exchange(Ask.of("PUT", target));
      String arn = answer.get("x-amz-server-side-encryption-aws-kms-key-id");
      if (arn == null) {
        throw new IOException("the server names no key");
      }
      return arn;
    }
  }
}
