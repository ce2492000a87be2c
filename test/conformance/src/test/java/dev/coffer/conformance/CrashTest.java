package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@code kill -9} in the middle of everything, again and again: what was acknowledged is there and
 * whole, what was not is wholly there or not at all, and the sweep removes what was left lying.
 *
 * <p>{@code -Dcoffer.crash.rounds} sets the number of kills; a failure prints the seed.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("coffer.crash.rounds", 3);
  private static final int WRITERS = 6;
  private static final long SEED = Long.getLong("coffer.crash.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void everythingAcknowledgedSurvivesKills() throws Exception {
    var random = new Random(SEED);
    Path data = folder.resolve("data");
    var writers = new ArrayList<CrashWriter>();
    for (int i = 0; i < WRITERS; i++) {
      String bucket = i % 3 == 2 ? "versioned" : "plain";
      writers.add(new CrashWriter(bucket, "w" + i + "/", new Random(random.nextLong())));
    }
    for (int round = 0; round < ROUNDS; round++) {
      try (StartedServer server = StartedServer.over(data);
          S3Client s3 = server.s3()) {
        prepare(s3, round);
        verify(s3, writers, round);
        run(server, writers, random.nextInt(1300));
      }
    }
    try (StartedServer server = StartedServer.over(data);
        S3Client s3 = server.s3()) {
      verify(s3, writers, ROUNDS);
      abortUploads(s3);
      noLitterRemains(data, liveBlobs(s3));
    }
    System.out.printf(
        "%d kills, %d operations acknowledged, %d cut off, seed %d%n",
        ROUNDS, acknowledged(writers), writers.stream().mapToInt(CrashWriter::cutOff).sum(), SEED);
  }

  private static void prepare(S3Client s3, int round) {
    if (round == 0) {
      s3.createBucket(create -> create.bucket("plain"));
      s3.createBucket(create -> create.bucket("versioned"));
      s3.putBucketVersioning(put ->
          put.bucket("versioned")
              .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  private static void run(StartedServer server, List<CrashWriter> writers, int millis)
      throws InterruptedException {
    int before = acknowledged(writers);
    var threads = new ArrayList<Thread>();
    for (CrashWriter writer : writers) {
      threads.add(Thread.ofPlatform().start(() -> writer.writeUntilCut(server)));
    }
    // A server that has just begun is slow: the time runs from where there is something to cut off.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledged(writers) < before + 5 * WRITERS && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static int acknowledged(List<CrashWriter> writers) {
    return writers.stream().mapToInt(CrashWriter::acknowledged).sum();
  }

  private static void verify(S3Client s3, List<CrashWriter> writers, int round) {
    for (CrashWriter writer : writers) {
      writer.verify(s3, "seed " + SEED + " round " + round);
    }
    for (String bucket : List.of("plain", "versioned")) {
      var expected = new TreeSet<String>();
      writers.stream()
          .filter(writer -> writer.bucket().equals(bucket))
          .forEach(writer -> expected.addAll(writer.liveKeys()));
      List<String> listed =
          s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
              .map(S3Object::key)
              .toList();
      assertThat(listed)
          .as("seed %d round %d %s", SEED, round, bucket)
          .isEqualTo(List.copyOf(expected));
    }
  }

  private static void abortUploads(S3Client s3) {
    for (String bucket : List.of("plain", "versioned")) {
      s3.listMultipartUploadsPaginator(list -> list.bucket(bucket))
          .uploads()
          .forEach(upload ->
              s3.abortMultipartUpload(
                  abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
    }
  }

  /** As many blobs lie in the folder as live bodies refer to, once the sweep has been round. */
  static void noLitterRemains(Path data, long expected) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (blobs(data) != expected && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(blobs(data)).as("blobs after the sweep, seed %d", SEED).isEqualTo(expected);
  }

  /** A multipart version has a blob for each part, a small one none, any other one. */
  private static long liveBlobs(S3Client s3) {
    long blobs = 0;
    for (String bucket : List.of("plain", "versioned")) {
      for (ObjectVersion version :
          s3.listObjectVersionsPaginator(list -> list.bucket(bucket)).versions()) {
        int dash = version.eTag().indexOf('-');
        blobs +=
            dash < 0
                ? version.size() > CrashWriter.LARGEST_SMALL_BYTES ? 1 : 0
                : Long.parseLong(version.eTag().substring(dash + 1).replace("\"", ""));
      }
    }
    return blobs;
  }

  private static long blobs(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
      return files.filter(BlobFiles::isBlob).count();
    }
  }
}
