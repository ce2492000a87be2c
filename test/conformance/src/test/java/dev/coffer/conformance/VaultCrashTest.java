package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * {@code kill -9} while versions are written, deleted by their ids, locked, released and expired:
 * every version that was acknowledged is there with its content and its lock, every one whose
 * deletion was acknowledged is not, and the counters say what a recount says. As {@link CrashTest},
 * whose seed and rounds it has.
 */
class VaultCrashTest {
  private static final int WRITERS = 4;
  private static final String[] EVERY_SECOND = {"--lifecycle-interval", "1"};

  @TempDir Path folder;

  @Test
  void versionsAndLocksSurviveKillsAndNothingElseExpires() throws Exception {
    var random = new Random(Kills.SEED);
    Path data = folder.resolve("data");
    var writers = new ArrayList<VaultCrashWriter>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new VaultCrashWriter("w" + i + "/", new Random(random.nextLong())));
    }
    for (int round = 0; round < Kills.ROUNDS; round++) {
      try (StartedServer server = StartedServer.over(data, EVERY_SECOND);
          S3Client s3 = server.s3()) {
        if (round == 0) {
          prepare(s3, writers);
        }
        verify(s3, writers, round);
        Kills.run(server, writers, 10, random.nextInt(1500));
      }
    }
    try (StartedServer server = StartedServer.over(data, EVERY_SECOND);
        S3Client s3 = server.s3()) {
      verify(s3, writers, Kills.ROUNDS);
      finish(server, s3, writers);
      CrashTest.noLitterRemains(data, 0);
    }
    Map<String, Integer> counts = new TreeMap<>();
    writers.forEach(writer ->
        writer.counts().forEach((name, count) -> counts.merge(name, count, Integer::sum)));
    assertThat(counts).containsKeys("put NONE", "put HELD", "put GOVERNED", "put plain", "delete");
    System.out.printf(
        "%d kills, %s acknowledged, %d cut off, seed %d%n",
        Kills.ROUNDS,
        counts,
        writers.stream().mapToInt(VaultCrashWriter::cutOff).sum(),
        Kills.SEED);
  }

  private static void prepare(S3Client s3, List<VaultCrashWriter> writers) {
    s3.createBucket(
        create -> create.bucket(VaultCrashWriter.VAULT).objectLockEnabledForBucket(true));
    s3.createBucket(create -> create.bucket(VaultCrashWriter.PLAIN));
    var rules = new ArrayList<LifecycleRule>();
    for (VaultCrashWriter writer : writers) {
      rules.add(
          LifecycleRule.builder()
              .status(ExpirationStatus.ENABLED)
              .filter(of -> of.prefix(writer.prefix() + "old/"))
              .expiration(when -> when.date(Instant.parse("2020-01-01T00:00:00Z")))
              .build());
    }
    rules.add(
        LifecycleRule.builder()
            .status(ExpirationStatus.ENABLED)
            .filter(of -> of.prefix(""))
            .expiration(when -> when.expiredObjectDeleteMarker(true))
            .build());
    for (String bucket : List.of(VaultCrashWriter.VAULT, VaultCrashWriter.PLAIN)) {
      s3.putBucketLifecycleConfiguration(
          put -> put.bucket(bucket).lifecycleConfiguration(of -> of.rules(rules)));
    }
  }

  private static void verify(S3Client s3, List<VaultCrashWriter> writers, int round) {
    writers.forEach(writer -> writer.verify(s3, "seed " + Kills.SEED + " round " + round));
  }

  /** What is due goes, the counters are right, and what is locked stays until it is released. */
  private static void finish(StartedServer server, S3Client s3, List<VaultCrashWriter> writers)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!writers.stream().allMatch(writer -> writer.expired(s3)) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(writers).as("seed %d: expired", Kills.SEED).allMatch(writer -> writer.expired(s3));
    verify(s3, writers, Kills.ROUNDS);
    for (String bucket : List.of(VaultCrashWriter.VAULT, VaultCrashWriter.PLAIN)) {
      s3.deleteBucketLifecycle(delete -> delete.bucket(bucket));
    }
    requireCounted(server);
    writers.forEach(writer -> writer.deleteAll(s3));
    requireCounted(server);
    for (String bucket : List.of(VaultCrashWriter.VAULT, VaultCrashWriter.PLAIN)) {
      s3.deleteBucket(delete -> delete.bucket(bucket));
    }
  }

  /** By the command that proves the counters by looking at every version. */
  private static void requireCounted(StartedServer server)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(StartedServer.command(server.data()));
    command.subList(command.size() - 2, command.size()).clear();
    command.addAll(List.of("bucket", "encryption", "report", "--recount"));
    command.addAll(List.of("--endpoint", server.http().toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("AWS_ACCESS_KEY_ID", server.accessKeyId());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", server.secretAccessKey());
    builder.environment().put("AWS_REGION", "us-east-1");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("seed %d: %s", Kills.SEED, said).isZero();
  }
}
