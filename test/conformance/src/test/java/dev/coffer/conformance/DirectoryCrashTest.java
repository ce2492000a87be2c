package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
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
  private static final int WRITERS = 4;

  @TempDir Path folder;

  @Test
  void renamesAndAppendsSurviveKills() throws Exception {
    var random = new Random(Kills.SEED);
    Path data = folder.resolve("data");
    var writers = new ArrayList<DirectoryCrashWriter>();
    for (int round = 0; round < Kills.ROUNDS; round++) {
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
        Kills.run(server, writers, 5, random.nextInt(1000));
      }
    }
    try (StartedServer server = StartedServer.over(data);
        S3Client s3 = server.s3()) {
      verify(s3, writers, Kills.ROUNDS);
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
        Kills.ROUNDS, renames, appends, cutOff, Kills.SEED);
  }

  private static String directory(StartedServer server) {
    try (S3Client control = server.builder().disableS3ExpressSessionAuth(true).build()) {
      return DirectorySessionsTest.directory(control);
    }
  }

  private static void verify(S3Client s3, List<DirectoryCrashWriter> writers, int round) {
    for (DirectoryCrashWriter writer : writers) {
      var found = new TreeMap<String, Long>();
      s3
          .listObjectsV2Paginator(list -> list.bucket(writer.bucket()).prefix(writer.prefix()))
          .contents()
          .stream()
          .forEach((S3Object object) -> found.put(object.key(), object.size()));
      writer.verify(s3, found, "seed " + Kills.SEED + " round " + round);
    }
  }
}
