package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.FileUpload;
import software.amazon.awssdk.transfer.s3.model.ResumableFileUpload;

/**
 * Amazon's transfer manager: folders, files in parts, a pause, copies; over every type by default.
 */
@ExtendWith(SharedServer.class)
class TransferManagerTest {
  private static final long PART_BYTES = 5L * 1024 * 1024;

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;
  private final String keyArn;
  private final S3AsyncClient async;
  private final S3TransferManager transfers;
  private final SplittableRandom random = new SplittableRandom(8);
  @TempDir private Path folder;

  TransferManagerTest(
      StartedServer server, S3Client s3, Buckets buckets, RawClient raw, KmsClient kms) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
    this.keyArn = kms.createKey().keyMetadata().arn();
    this.async =
        S3AsyncClient.builder()
            .endpointOverride(server.http())
            .region(Region.US_EAST_1)
            .credentialsProvider(server.credentials())
            .forcePathStyle(true)
            .multipartEnabled(true)
            .multipartConfiguration(
                parts -> parts.minimumPartSizeInBytes(PART_BYTES).thresholdInBytes(PART_BYTES))
            .build();
    this.transfers = S3TransferManager.builder().s3Client(async).build();
  }

  @AfterEach
  void close() {
    transfers.close();
    async.close();
  }

  private static List<Type> types() {
    return Type.managed();
  }

  private String bucket(Type type) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "?encryption", type.asDefault(keyArn)).is(200);
    return bucket;
  }

  private void write(Path file, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static Map<String, String> digests(Path root) throws IOException {
    var found = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(root.relativize(file).toString(), digest(file));
      }
    }
    return found;
  }

  private static String digest(Path file) throws IOException {
    return Digests.hex("SHA-256", Files.readAllBytes(file));
  }

  private void requireType(Type type, String bucket) {
    for (var object : s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents()) {
      HeadObjectResponse head = s3.headObject(get -> get.bucket(bucket).key(object.key()));
      assertThat(head.serverSideEncryptionAsString())
          .isEqualTo(type == Type.DSSE_KMS ? "aws:kms:dsse" : type.kms() ? "aws:kms" : "AES256");
      assertThat(Boolean.TRUE.equals(head.bucketKeyEnabled()))
          .isEqualTo(type == Type.SSE_KMS_BUCKET_KEY);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFolderThereAndBackAgainWhileItChanges(Type type) throws IOException {
    String bucket = bucket(type);
    Path home = folder.resolve("home");
    for (int day = 1; day <= 3; day++) {
      for (int i = 0; i < 5; i++) {
        write(home.resolve("day-" + day + "/ä + " + i + ".bin"), random.nextInt(100_000));
      }
      write(home.resolve("large.bin"), (int) (2 * PART_BYTES) + day);
      var up =
          transfers
              .uploadDirectory(all -> all.bucket(bucket).source(home))
              .completionFuture()
              .join();
      assertThat(up.failedTransfers()).isEmpty();
    }
    Path back = folder.resolve("back");
    var down =
        transfers
            .downloadDirectory(all -> all.bucket(bucket).destination(back))
            .completionFuture()
            .join();
    assertThat(down.failedTransfers()).isEmpty();
    assertThat(digests(back)).hasSize(16).isEqualTo(digests(home));
    requireType(type, bucket);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aCopyInPartsIntoABucketOfAnotherType(Type type) throws IOException {
    String from = bucket(Type.SSE_S3);
    String to = bucket(type);
    Path file = folder.resolve("large.bin");
    write(file, (int) (3 * PART_BYTES) + 17);
    transfers
        .uploadFile(one -> one.putObjectRequest(put -> put.bucket(from).key("k")).source(file))
        .completionFuture()
        .join();
    transfers
        .copy(one ->
            one.copyObjectRequest(copy ->
                copy.sourceBucket(from).sourceKey("k").destinationBucket(to).destinationKey("k")))
        .completionFuture()
        .join();
    byte[] copied =
        async
            .getObject(get -> get.bucket(to).key("k"), AsyncResponseTransformer.toBytes())
            .join()
            .asByteArrayUnsafe();
    assertThat(Digests.hex("SHA-256", copied)).isEqualTo(digest(file));
    requireType(type, to);
  }

  @Test
  void anUploadGoesOnAfterAPause() throws IOException {
    String bucket = bucket(Type.SSE_KMS_BUCKET_KEY);
    Path file = folder.resolve("large.bin");
    write(file, (int) (12 * PART_BYTES));
    FileUpload begun =
        transfers.uploadFile(
            one -> one.putObjectRequest(put -> put.bucket(bucket).key("k")).source(file));
    // A pause before the first part has arrived would begin anew instead of going on.
    await(() -> parts(bucket) > 0);
    ResumableFileUpload token = begun.pause();
    assertThat(token.multipartUploadId()).isPresent();
    transfers.resumeUploadFile(token).completionFuture().join();
    assertThat(Digests.hex("SHA-256", buckets.body(bucket, "k"))).isEqualTo(digest(file));
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  private int parts(String bucket) {
    return s3.listMultipartUploads(list -> list.bucket(bucket)).uploads().stream()
        .mapToInt(upload ->
            s3.listParts(list -> list.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
                .parts()
                .size())
        .sum();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still nothing after 60 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
