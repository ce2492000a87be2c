package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts load on one S3 endpoint, or on two in turn, and prints figures and ratios.
 *
 * <p>{@code load [--sizes 4096,1048576,67108864] [--clients 1,8,64] [--rounds 3] [--seconds 3]
 * [--limit 20000] NAME=URL,ACCESS,SECRET[,PID] | NAME=@READY-FILE …}. Each round measures the
 * endpoints one after the other, so that what else the machine does hits both.
 */
final class Load {
  private final List<Endpoint> endpoints = new ArrayList<>();
  private int[] sizes = {4096, 1 << 20, 64 << 20};
  private int[] clients = {1, 8, 64};
  private int rounds = 3;
  private double seconds = 3;
  private int limit = 20_000;

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var load = new Load();
    load.read(arguments);
    load.run();
  }

  private void read(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--sizes" -> sizes = numbers(arguments[++i]);
        case "--clients" -> clients = numbers(arguments[++i]);
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
        case "--limit" -> limit = Integer.parseInt(arguments[++i]);
        default -> endpoints.add(Endpoint.parse(arguments[i]));
      }
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no endpoint given: NAME=URL,ACCESS,SECRET[,PID]");
    }
  }

  private void run() throws IOException, InterruptedException {
    String bucket = "load-" + Long.toString(System.nanoTime(), 36);
    for (Endpoint endpoint : endpoints) {
      try (var connection = new Connection(endpoint)) {
        connection.exchange("PUT", "/" + bucket, new byte[0]);
      }
    }
    System.out.println(
        "   size op  clients endpoint        op/s     MB/s   p50 ms   p95 ms   p99 ms  CPU s/GB"
            + "  CPU us/op");
    for (int size : sizes) {
      for (String operation : List.of("PUT", "GET")) {
        for (int count : clients) {
          Work work = new ObjectWork(operation, bucket, size, Map.of());
          measure(operation, new Cell(work, count, seconds, limit));
        }
      }
    }
  }

  private void measure(String operation, Cell cell) throws IOException, InterruptedException {
    var results = new ArrayList<List<Cell.Result>>();
    endpoints.forEach(endpoint -> results.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < endpoints.size(); i++) {
        results.get(i).add(cell.run(endpoints.get(i)));
      }
    }
    for (int i = 0; i < endpoints.size(); i++) {
      print(operation, cell, endpoints.get(i).name(), median(results.get(i)));
    }
    for (int i = 1; i < endpoints.size(); i++) {
      ratios(endpoints.get(i).name(), results.get(0), results.get(i));
    }
  }

  private static void print(String operation, Cell cell, String name, Cell.Result result) {
    System.out.printf(
        Locale.ROOT,
        "%7s %s %8d %-12s %8.0f %8.1f %8.2f %8.2f %8.2f %9.2f %10.0f%n",
        size(cell.work().sizeBytes()),
        operation,
        cell.clients(),
        name,
        result.perSecond(),
        result.megabytesPerSecond(),
        result.millisAt(0.5),
        result.millisAt(0.95),
        result.millisAt(0.99),
        result.cpuSecondsPerGigabyte(),
        result.cpuMicrosPerOperation());
  }

  private void ratios(String other, List<Cell.Result> first, List<Cell.Result> second) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < first.size(); i++) {
      ratios.add(first.get(i).perSecond() / second.get(i).perSecond());
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "        ratio of throughput %s / %s: median %.2f (%.2f to %.2f in %d rounds)%n",
        endpoints.get(0).name(),
        other,
        ratios.get(ratios.size() / 2),
        ratios.get(0),
        ratios.get(ratios.size() - 1),
        ratios.size());
  }

  static Cell.Result median(List<Cell.Result> results) {
    var sorted = new ArrayList<>(results);
    sorted.sort((a, b) -> Double.compare(a.perSecond(), b.perSecond()));
    return sorted.get(sorted.size() / 2);
  }

  static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  static int[] numbers(String list) {
    return java.util.Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
