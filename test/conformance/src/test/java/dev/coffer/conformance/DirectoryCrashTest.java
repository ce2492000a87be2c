package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@code kill -9} in the middle of renames and appends: each took place wholly or not at all, no
 * object is at two keys or at none, and nothing is left lying. As {@link CrashTest}, whose seed and
 * rounds it has.
 */
class DirectoryCrashTest {
  private static final int ROUNDS = Integer.getInteger("coffer.crash.rounds", 3);
  private static final int WRITERS = 4;
  private static final long SEED = Long.getLong("coffer.crash.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void renamesAndAppendsSurviveKills() throws Exception {
    var random = new Random(SEED);
    Path data = folder.resolve("data");
    var writers = new ArrayList<DirectoryCrashWriter>();
    for (int round = 0; round < ROUNDS; round++) {
      try (StartedServer server = StartedServer.over(data);
          S3Client s3 = server.s3()) {
        if (round == 0) {
          String bucket = directory(server);
          for (int i = 0; i < WRITERS; i++) {
            var own = new Random(random.nextLong());
            writers.add(new DirectoryCrashWriter(bucket, "w" + i + "/", own));
          }
        }
        verify(s3, writers, round);
        run(server, writers, random.nextInt(1000));
      }
    }
    try (StartedServer server = StartedServer.over(data);
        S3Client s3 = server.s3()) {
      verify(s3, writers, ROUNDS);
      writers.forEach(writer -> writer.deleteAll(s3));
      CrashTest.noLitterRemains(data, 0);
    }
    int renames = writers.stream().mapToInt(DirectoryCrashWriter::renames).sum();
    int appends = writers.stream().mapToInt(DirectoryCrashWriter::appends).sum();
    int cutOff = writers.stream().mapToInt(DirectoryCrashWriter::cutOff).sum();
    assertThat(renames).isPositive();
    assertThat(appends).isPositive();
    System.out.printf(
        "%d kills, %d renames and %d appends acknowledged, %d cut off, seed %d%n",
        ROUNDS, renames, appends, cutOff, SEED);
  }

  private static String directory(StartedServer server) {
    try (S3Client control = server.builder().disableS3ExpressSessionAuth(true).build()) {
      return DirectorySessionsTest.directory(control);
    }
  }

  private static void run(StartedServer server, List<DirectoryCrashWriter> writers, int millis)
      throws InterruptedException {
    int before = acknowledged(writers);
    var killed = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (DirectoryCrashWriter writer : writers) {
      threads.add(Thread.ofPlatform().start(() -> writer.writeUntilCut(server, killed)));
    }
    // A server that has just begun is slow: the time runs from where there is something to cut off.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledged(writers) < before + 5 * WRITERS && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    killed.set(true);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(writers).allSatisfy(writer -> assertThat(writer.refusal()).isEmpty());
    assertThat(acknowledged(writers)).as("requests that were answered").isGreaterThan(before);
  }

  private static int acknowledged(List<DirectoryCrashWriter> writers) {
    return writers.stream().mapToInt(DirectoryCrashWriter::acknowledged).sum();
  }

  private static void verify(S3Client s3, List<DirectoryCrashWriter> writers, int round) {
    for (DirectoryCrashWriter writer : writers) {
      var found = new TreeMap<String, Long>();
      s3
          .listObjectsV2Paginator(list -> list.bucket(writer.bucket()).prefix(writer.prefix()))
          .contents()
          .stream()
          .forEach((S3Object object) -> found.put(object.key(), object.size()));
      writer.verify(s3, found, "seed " + SEED + " round " + round);
    }
  }
}
