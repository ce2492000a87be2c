package dev.coffer.server.cli;

import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.CountVersions;
import dev.coffer.wire.admin.CountedVersions;
import dev.coffer.wire.admin.RecountVersions;
import dev.coffer.wire.admin.Recounted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what of a bucket is not counted, then adds up all its versions and compares.
 *
 * <p>The sums, and the counters that are read after them, are of one moment when no commit has
 * changed versions in between. When one has, all is looked at again, {@value #ATTEMPTS} times.
 */
final class Recount {
  private static final int ATTEMPTS = 3;

  private final AdminClient client;

  Recount(AdminClient client) {
    this.client = client;
  }

  /** What came of it. */
  Recounted of(String bucket) {
    count(bucket);
    Recounted result = attempt(bucket);
    for (int attempt = 1; attempt < ATTEMPTS && result.changed(); attempt++) {
      result = attempt(bucket);
    }
    return result;
  }

  private void count(String bucket) {
    boolean counted = false;
    while (!counted) {
      counted =
          client
              .call(CountVersions.class, new CountVersions(bucket), CountVersions.Output.class)
              .counted();
    }
  }

  private Recounted attempt(String bucket) {
    var sums = new Sums();
    String next = null;
    do {
      var stretch =
          client.call(
              RecountVersions.class,
              new RecountVersions(bucket, next),
              RecountVersions.Output.class);
      sums.add(stretch);
      next = stretch.nextToken();
    } while (next != null);
    BucketEncryption report = Reports.of(client, bucket).getFirst();
    return sums.compare(report);
  }

  /** What lies under one key, without how much. */
  private record Alike(String type, boolean bucketKey, String key, String material) {
    static Alike of(CountedVersions line) {
      return new Alike(
          line.type(),
          line.bucketKey(),
          String.valueOf(line.kmsKeyArn()),
          String.valueOf(line.keyMaterial()));
    }
  }

  /** The sums of all stretches. */
  private static final class Sums {
    private final Map<Alike, CountedVersions> lines = new LinkedHashMap<>();
    private final List<Long> changes = new ArrayList<>();
    private long deleteMarkers;
    private long uncounted;

    void add(RecountVersions.Output stretch) {
      changes.add(stretch.changesBefore());
      changes.add(stretch.changesAfter());
      deleteMarkers += stretch.deleteMarkers();
      uncounted += stretch.uncounted();
      stretch.versions().forEach(line -> lines.merge(Alike.of(line), line, Sums::plus));
    }

    private static CountedVersions plus(CountedVersions one, CountedVersions other) {
      return new CountedVersions(
          one.type(),
          one.bucketKey(),
          one.kmsKeyArn(),
          one.keyMaterial(),
          one.keyState(),
          one.versions() + other.versions(),
          one.sizeBytes() + other.sizeBytes());
    }

    Recounted compare(BucketEncryption report) {
      changes.add(report.changes());
      boolean changed = new HashSet<>(changes).size() > 1;
      boolean same =
          uncounted == 0
              && report.omitted() == 0
              && amounts(lines.values()).equals(amounts(report.versions()));
      return new Recounted(
          report, List.copyOf(lines.values()), deleteMarkers, uncounted, changed, same && !changed);
    }

    private static Map<Alike, List<Long>> amounts(Collection<CountedVersions> all) {
      Map<Alike, List<Long>> amounts = new LinkedHashMap<>();
      all.forEach(line -> amounts.put(Alike.of(line), List.of(line.versions(), line.sizeBytes())));
      return amounts;
    }
  }
}
