package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What many objects cost: LIST of 1,000 keys in a large bucket beside a small one, DeleteObjects by
 * 1,000, and passes of lifecycle, with the memory of the server meanwhile.
 *
 * <p>{@code many-objects [--full] [--keys N] [--few N] [--deleted N] [--versions N] [--expired N]
 * NAME=@READY-FILE}, on what {@link StoppedFill} has written with the same arguments.
 */
final class ManyObjects {
  private static final int PAGE = 1000;
  private static final int ROUNDS = 5;

  private final Endpoint endpoint;
  private final Counts counts;

  private ManyObjects(Endpoint endpoint, Counts counts) {
    this.endpoint = endpoint;
    this.counts = counts;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String at =
        Arrays.stream(arguments)
            .filter(argument -> argument.contains("="))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no endpoint given: NAME=@READY-FILE"));
    var load = new ManyObjects(Endpoint.parse(at), Counts.read(arguments));
    load.list();
    load.passes();
    load.delete();
    load.removal();
  }

  // ---- LIST

  /** What came of a bucket's listings: the median of each round, and processor time of each. */
  private static final class Listed {
    private final String bucket;
    private final int keys;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> cpuMillis = new ArrayList<>();

    Listed(String bucket, int keys) {
      this.bucket = bucket;
      this.keys = keys;
    }
  }

  /**
   * The buckets take turns with each request, so that what else the machine does hits both alike,
   * from starts that are spread over each; a first round only warms.
   */
  private void list() throws IOException, InterruptedException {
    var large = new Listed(Counts.LARGE, counts.keys());
    var small = new Listed(Counts.SMALL, counts.few());
    for (int round = 0; round <= ROUNDS; round++) {
      turns(large, small);
      processor(large);
      processor(small);
      if (round == 0) {
        List.of(large.millis, small.millis, large.cpuMillis, small.cpuMillis).forEach(List::clear);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "LIST of %d in %d keys: %s ms, CPU %s ms; in %d keys: %s ms, CPU %s ms; ratio %s, of CPU"
            + " %s%n",
        PAGE,
        large.keys,
        spread(large.millis),
        spread(large.cpuMillis),
        small.keys,
        spread(small.millis),
        spread(small.cpuMillis),
        spread(ratios(large.millis, small.millis)),
        spread(ratios(large.cpuMillis, small.cpuMillis)));
  }

  private void turns(Listed large, Listed small) throws IOException {
    var times = List.of(new ArrayList<Double>(), new ArrayList<Double>());
    try (var connection = new Connection(endpoint)) {
      for (int number = 0; number < 2 * counts.listings(); number++) {
        int which = (number + number / 2) % 2; // each comes first as often as the other
        Listed of = which == 0 ? large : small;
        long start = System.nanoTime();
        connection.exchange(listing(of, number / 2));
        times.get(which).add((System.nanoTime() - start) / 1e6);
      }
    }
    large.millis.add(Figures.Spread.of(times.get(0)).median());
    small.millis.add(Figures.Spread.of(times.get(1)).median());
  }

  private void processor(Listed of) throws IOException, InterruptedException {
    Work work = Work.asking((client, number) -> listing(of, number));
    Cell.Result done = new Cell(work, 1, Cell.ENDLESS, counts.listings()).run(endpoint);
    of.cpuMillis.add(done.cpuMicrosPerOperation() / 1000);
  }

  private static List<Double> ratios(List<Double> ones, List<Double> others) {
    return IntStream.range(0, ones.size())
        .mapToObj(round -> ones.get(round) / others.get(round))
        .toList();
  }

  private Ask listing(Listed of, int number) {
    int start = (int) ((long) (of.keys - PAGE - 1) * number / counts.listings());
    return Ask.of("GET", "/" + of.bucket + "?list-type=2&start-after=" + Counts.key(start));
  }

  private static String spread(List<Double> values) {
    return Figures.Spread.of(values).text(2);
  }

  // ---- deletion

  private void delete() throws IOException {
    double cpu = endpoint.cpuSeconds();
    long start = System.nanoTime();
    try (var connection = new Connection(endpoint)) {
      for (int first = 0; first < counts.deleted(); first += PAGE) {
        int count = Math.min(PAGE, counts.deleted() - first);
        String answer = connection.text(Documents.delete(Counts.LARGE, first, count));
        if (answer.contains("<Error>")) {
          throw new IOException("not all was deleted: " + answer);
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      requireFirst(connection, Counts.key(counts.deleted()));
      System.out.printf(
          Locale.ROOT,
          "DeleteObjects of %d keys by %d, one client: %.1f s, %.0f keys/s, CPU %.1f s%n",
          counts.deleted(),
          PAGE,
          seconds,
          counts.deleted() / seconds,
          endpoint.cpuSeconds() - cpu);
    }
  }

  private static void requireFirst(Connection connection, String key) throws IOException {
    Ask first = Ask.of("GET", "/" + Counts.LARGE + "?list-type=2&max-keys=1");
    String answer = connection.text(first);
    if (!answer.contains("<Key>" + key + "</Key>")) {
      throw new IOException(key + " is not the first that is left: " + answer);
    }
  }

  // ---- lifecycle

  private void passes() throws IOException, InterruptedException {
    pass(Counts.VERSIONED, counts.versions(), counts.versionsOfKey() + " of each key");
    pass(Counts.LARGE, counts.keys(), "one of each key");
  }

  private void pass(String bucket, int versions, String shape)
      throws IOException, InterruptedException {
    var over = new LifecyclePass(endpoint, bucket);
    over.run(shape + ", none is due", versions, List.of(LifecyclePass.dueLater()));
    over.run(shape + ", tags of each looked at", versions, List.of(LifecyclePass.dueByTag()));
  }

  private void removal() throws IOException, InterruptedException {
    int left = counts.keys() - counts.deleted();
    var removing = new LifecyclePass(endpoint, Counts.LARGE);
    removing.run(counts.expired() + " of them removed", left, blocks());
  }

  /** A rule for each thousand keys, from the end of the bucket. */
  private List<String> blocks() {
    return IntStream.rangeClosed(1, counts.expired() / PAGE)
        .mapToObj(block -> Counts.key(counts.keys() - block * PAGE))
        .map(key -> LifecyclePass.dueBelow(key.substring(0, key.length() - 3)))
        .toList();
  }
}
