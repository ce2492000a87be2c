package dev.coffer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pass of lifecycle over a bucket, seen from outside: from the moment when its rules are put
 * until the last of its keys, which one of them is about, is gone. The server must look every
 * second ({@code --lifecycle-interval 1}), which is how late the pass may begin.
 */
final class LifecyclePass {
  private static final String LAST = "zzz-last";
  private static final String PAST = "<Date>2020-01-01T00:00:00Z</Date>";
  private static final long NANOS_BETWEEN = TimeUnit.SECONDS.toNanos(2);

  private final Endpoint endpoint;
  private final String bucket;

  LifecyclePass(Endpoint endpoint, String bucket) {
    this.endpoint = endpoint;
    this.bucket = bucket;
  }

  /** A rule that is about what has such a prefix, and is due. */
  static String dueBelow(String prefix) {
    return "<Filter><Prefix>" + prefix + "</Prefix></Filter><Expiration>" + PAST + "</Expiration>";
  }

  /** A rule that is about nothing, of which only the tags of each version can tell. */
  static String dueByTag() {
    return "<Filter><Tag><Key>none</Key><Value>none</Value></Tag></Filter><Expiration>"
        + PAST
        + "</Expiration>";
  }

  /** A rule that is about everything, and will be due in years. */
  static String dueLater() {
    return "<Filter/><Expiration><Days>3650</Days></Expiration><NoncurrentVersionExpiration>"
        + "<NoncurrentDays>3650</NoncurrentDays></NoncurrentVersionExpiration>";
  }

  /** Runs it, watches the server's memory and prints what came of it. */
  void run(String what, int versions, List<String> rules) throws IOException, InterruptedException {
    var all = new ArrayList<>(rules);
    all.add(dueBelow(LAST));
    try (var connection = new Connection(endpoint)) {
      connection.exchange(new Ask("PUT", "/" + bucket + "/" + LAST, Map.of(), new byte[100]));
      var live = new ArrayList<Long>();
      var resident = new ArrayList<Long>();
      live.add(Memory.liveKib(endpoint.pid()));
      resident.add(Memory.residentKib(endpoint.pid()));
      double cpu = endpoint.cpuSeconds();
      long start = System.nanoTime();
      connection.exchange(Documents.rules(bucket, all));
      watch(connection, live, resident);
      double seconds = (System.nanoTime() - start) / 1e9;
      connection.exchange(Ask.of("DELETE", "/" + bucket + "?lifecycle"));
      print(what, versions, seconds, endpoint.cpuSeconds() - cpu, live, resident);
    }
  }

  private void watch(Connection connection, List<Long> live, List<Long> resident)
      throws IOException, InterruptedException {
    Ask left = Ask.of("GET", "/" + bucket + "?list-type=2&prefix=" + LAST);
    long next = System.nanoTime() + NANOS_BETWEEN;
    while (!connection.text(left).contains("<KeyCount>0</KeyCount>")) {
      resident.add(Memory.residentKib(endpoint.pid()));
      if (System.nanoTime() > next) {
        live.add(Memory.liveKib(endpoint.pid()));
        next = System.nanoTime() + NANOS_BETWEEN;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void print(
      String what, int versions, double seconds, double cpu, List<Long> live, List<Long> resident) {
    System.out.printf(
        Locale.ROOT,
        "pass over %d versions, %s: %.1f s, %.0f versions/s, CPU %.1f s; live heap MiB %.1f before,"
            + " %.1f to %.1f in %d looks; resident MiB %.0f before, at most %.0f%n",
        versions,
        what,
        seconds,
        versions / seconds,
        cpu,
        live.getFirst() / 1024.0,
        live.stream().min(Long::compare).orElseThrow() / 1024.0,
        live.stream().max(Long::compare).orElseThrow() / 1024.0,
        live.size() - 1,
        resident.getFirst() / 1024.0,
        resident.stream().max(Long::compare).orElseThrow() / 1024.0);
  }
}
