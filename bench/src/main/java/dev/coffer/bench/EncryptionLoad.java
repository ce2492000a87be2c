package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each encryption type costs beside SSE-S3, on one server and in one run: PUT and GET by size,
 * LIST, and changing the encryption of objects that are there.
 *
 * <p>{@code encryption [--sizes 4096,1048576,67108864] [--clients 8] [--rounds 3] [--seconds 3]
 * [--listed 1000] [--rekeyed 100000] [--rekeyed-bytes 1048576] [--rekeying-clients 8]
 * [--large-bytes 5368709120] NAME=@READY-FILE}. Each round goes through all types one after the
 * other, so that what else the machine does hits them alike, and begins with another type than the
 * round before, so that none is always the coldest. LIST has a second bucket under SSE-S3: what
 * lies between those two is noise.
 */
final class EncryptionLoad {
  private static final int WARMING = 1000;
  private static final int LISTED_ROUNDS = 4;

  private final String run = Long.toString(System.nanoTime(), 36);
  private int[] sizes = {4096, 1 << 20, 64 << 20};
  private int clients = 8;
  private int rounds = 3;
  private double seconds = 3;
  private int listed = 1000;
  private int rekeyed = 100_000;
  private int rekeyedBytes = 1 << 20;
  private int rekeyingClients = 8;
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
        case "--sizes" -> sizes = Figures.numbers(arguments[++i]);
        case "--clients" -> clients = Integer.parseInt(arguments[++i]);
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
        case "--listed" -> listed = Integer.parseInt(arguments[++i]);
        case "--rekeyed" -> rekeyed = Integer.parseInt(arguments[++i]);
        case "--rekeying-clients" -> rekeyingClients = Integer.parseInt(arguments[++i]);
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
        "   size op   type          op/s (least to greatest)     MB/s   p50 ms   p99 ms  CPU us/op"
            + "  ratio to sse-s3");
    for (int size : sizes) {
      for (String method : List.of("PUT", "GET")) {
        measure(Figures.size(size) + " " + method, work(method, size), clients, rounds);
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

  private List<Measured> work(String method, int size) {
    var work = new ArrayList<Measured>();
    for (Kind kind : Kind.values()) {
      work.add(
          new Measured(kind.text(), new ObjectWork(method, bucket(kind), size, kind.headers())));
    }
    return work;
  }

  /** A type's work and what came of it, a result for each round. */
  private record Measured(String name, Work work, List<Cell.Result> results) {
    Measured(String name, Work work) {
      this(name, work, new ArrayList<>());
    }
  }

  /** The first is what the others are beside. */
  private void measure(String what, List<Measured> all, int count, int times)
      throws IOException, InterruptedException {
    for (int round = 0; round < times; round++) {
      for (int i = 0; i < all.size(); i++) {
        Measured each = all.get((round + i) % all.size());
        var cell = new Cell(each.work(), count, seconds, Integer.MAX_VALUE);
        each.results().add(cell.run(endpoint()));
      }
    }
    List<Cell.Result> plain = all.getFirst().results();
    all.forEach(each -> print(what, each, plain));
  }

  private static void print(String what, Measured each, List<Cell.Result> plain) {
    List<Cell.Result> sorted = new ArrayList<>(each.results());
    sorted.sort(Comparator.comparingDouble(Cell.Result::perSecond));
    Cell.Result median = sorted.get(sorted.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "%11s %-11s %8.0f (%.0f to %.0f) %8.1f %8.2f %8.2f %10.0f  %s%n",
        what,
        each.name(),
        median.perSecond(),
        sorted.getFirst().perSecond(),
        sorted.getLast().perSecond(),
        median.megabytesPerSecond(),
        median.millisAt(0.5),
        median.millisAt(0.99),
        median.cpuMicrosPerOperation(),
        ratio(each.results(), plain));
  }

  private static String ratio(List<Cell.Result> own, List<Cell.Result> plain) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < own.size(); i++) {
      ratios.add(own.get(i).perSecond() / plain.get(i).perSecond());
    }
    return Figures.Spread.of(ratios).text(2);
  }

  /**
   * LIST opens no envelope and asks for no key, so it must cost the same: as near to SSE-S3 as
   * another bucket under SSE-S3 is.
   */
  private void list() throws IOException, InterruptedException {
    var work =
        List.of(
            new Measured("sse-s3", list("list", Kind.SSE_S3)),
            new Measured("sse-s3 too", list("list-too", Kind.SSE_S3)),
            new Measured("sse-kms", list("list", Kind.SSE_KMS)));
    measure("LIST " + listed, work, 1, rounds * LISTED_ROUNDS);
  }

  private Work list(String name, Kind kind) throws IOException, InterruptedException {
    String bucket = bucket(kind) + "-" + name;
    makeBucket(bucket, kind);
    fill(bucket, new Filling(listed, 16, 1));
    return Work.asking((client, number) -> Ask.of("GET", "/" + bucket + "?list-type=2"));
  }

  /** Both ways, on equal objects, over all of them; after some others, for the server to warm. */
  private void rekey(String keyArn) throws IOException, InterruptedException {
    int warming = Math.min(WARMING, rekeyed);
    String cold = bucket(Kind.SSE_S3) + "-cold";
    String bucket = bucket(Kind.SSE_S3) + "-rekey";
    for (String each : List.of(cold, bucket)) {
      makeBucket(each, Kind.SSE_S3);
    }
    fill(cold, new Filling(warming, rekeyedBytes, rekeyingClients));
    fill(bucket, new Filling(rekeyed, rekeyedBytes, rekeyingClients));
    for (boolean copies : new boolean[] {false, true}) {
      rekey(cold, warming, keyArn, copies);
    }
    double updates = rekey(bucket, rekeyed, keyArn, false);
    double copies = rekey(bucket, rekeyed, keyArn, true);
    System.out.printf(
        Locale.ROOT,
        "%d objects of %s: UpdateObjectEncryption %.0f/s, CopyObject onto itself %.0f/s, ratio"
            + " %.1f%n",
        rekeyed,
        Figures.size(rekeyedBytes),
        updates,
        copies,
        updates / copies);
  }

  private double rekey(String bucket, int objects, String keyArn, boolean copies)
      throws IOException, InterruptedException {
    var work = new RekeyWork(bucket, keyArn, rekeyingClients, copies);
    return new Cell(work, rekeyingClients, Cell.ENDLESS, objects).run(endpoint()).perSecond();
  }

  /** So many objects of that size, by so many clients, of which each puts as many. */
  private record Filling(int objects, int sizeBytes, int clients) {}

  private void fill(String bucket, Filling with) throws IOException, InterruptedException {
    byte[] body = new byte[with.sizeBytes()];
    Work work =
        Work.asking((client, number) ->
            new Ask(
                "PUT", RekeyWork.target(bucket, number * with.clients() + client), Map.of(), body));
    new Cell(work, with.clients(), Cell.ENDLESS, with.objects()).run(endpoint());
  }

  /** The key that the store uses where none is named. */
  private String keyArn() throws IOException {
    String target = "/" + bucket(Kind.SSE_KMS) + "/key";
    try (var connection = new Connection(endpoint())) {
      return connection
          .exchange(Ask.of("PUT", target))
          .header("x-amz-server-side-encryption-aws-kms-key-id")
          .orElseThrow(() -> new IOException("the server names no key"));
    }
  }
}
