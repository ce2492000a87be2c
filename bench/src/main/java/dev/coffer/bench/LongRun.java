package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A mixed load of all encryption types for a long time, in which every answer is looked at, and the
 * server's memory, descriptors and threads meanwhile.
 *
 * <p>{@code long [--minutes 60] [--clients 8] [--sample 30] [--seed N] NAME=@READY-FILE}. The first
 * tenth of the time warms the server; of the samples after it the last quarter is held against the
 * first. Ends with 1 when an answer was wrong or a figure grew by more than a fifth; of the
 * resident set, which takes its size slowly, only a run of half an hour can tell.
 */
final class LongRun {
  private static final double MOST_GROWTH = 1.2;
  private static final double WARMING = 0.1;
  private static final int ERRORS_SHOWN = 10;

  private double minutes = 60;
  private int clients = 8;
  private int sampleSeconds = 30;
  private long seed = System.nanoTime();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<LongClient> all = new ArrayList<>();
  private final List<Usage> samples = new ArrayList<>();

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var load = new LongRun();
    load.read(arguments);
    System.exit(load.run() ? 0 : 1);
  }

  private void read(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--minutes" -> minutes = Double.parseDouble(arguments[++i]);
        case "--clients" -> clients = Integer.parseInt(arguments[++i]);
        case "--sample" -> sampleSeconds = Integer.parseInt(arguments[++i]);
        case "--seed" -> seed = Long.parseLong(arguments[++i]);
        default -> endpoints.add(Endpoint.parse(arguments[i]));
      }
    }
    if (endpoints.size() != 1 || endpoints.getFirst().pid() == 0) {
      throw new IllegalArgumentException("one endpoint is loaded: NAME=@READY-FILE");
    }
  }

  private boolean run() throws IOException, InterruptedException {
    Endpoint endpoint = endpoints.getFirst();
    System.out.println("seed " + seed);
    String keyArn = LongClient.prepare(endpoint);
    long start = System.nanoTime();
    long end = start + (long) (minutes * 60e9);
    var threads = new ArrayList<Thread>();
    for (int client = 0; client < clients; client++) {
      var each = new LongClient(endpoint, keyArn, client, seed + client);
      all.add(each);
      threads.add(Thread.ofPlatform().daemon().start(() -> each.runUntil(end)));
    }
    System.out.println("minutes operations errors  live MiB  resident MiB  descriptors  threads");
    long next = start + (long) (minutes * 60e9 * WARMING);
    while (next < end) {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      sample(endpoint, (System.nanoTime() - start) / 60e9);
      next += TimeUnit.SECONDS.toNanos(sampleSeconds);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return report();
  }

  private void sample(Endpoint endpoint, double atMinute) throws IOException, InterruptedException {
    Usage usage = Usage.of(endpoint.pid());
    samples.add(usage);
    System.out.printf(
        Locale.ROOT,
        "%7.1f %10d %6d %9.1f %13.1f %12d %8d%n",
        atMinute,
        operations(),
        errors(),
        usage.liveKib() / 1024.0,
        usage.residentKib() / 1024.0,
        usage.descriptors(),
        usage.threads());
  }

  private long operations() {
    return all.stream().mapToLong(LongClient::operations).sum();
  }

  private long errors() {
    return all.stream().mapToLong(LongClient::errors).sum();
  }

  private boolean report() {
    LongClient.counts(all).forEach((name, count) -> System.out.println(name + ": " + count));
    all.stream()
        .flatMap(client -> client.firstErrors().stream())
        .limit(ERRORS_SHOWN)
        .forEach(System.out::println);
    System.out.printf("%d operations, %d errors%n", operations(), errors());
    boolean good = errors() == 0;
    for (Usage.Figure figure : Usage.Figure.ALL) {
      int quarter = Math.max(1, samples.size() / 4);
      double first = figure.mean(samples.subList(0, quarter));
      double last = figure.mean(samples.subList(samples.size() - quarter, samples.size()));
      boolean told = minutes >= figure.settlesAfterMinutes();
      boolean flat = last <= first * MOST_GROWTH;
      good &= flat || !told;
      System.out.printf(
          Locale.ROOT,
          "%s: first quarter %.1f, last quarter %.1f, ratio %.2f%s%n",
          figure.text(),
          first,
          last,
          last / first,
          told ? flat ? "" : ": grew" : ": the run is too short to tell");
    }
    return good;
  }
}
