package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Of many conditional writers exactly one wins, and what it wrote is what is there. */
@ExtendWith(SharedServer.class)
class ConditionalRaceTest {
  private static final int WRITERS = 16;

  private final S3Client s3;
  private final Buckets buckets;

  ConditionalRaceTest(S3Client s3, Buckets buckets) {
    this.s3 = s3;
    this.buckets = buckets;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 200_000})
  void firstCreationWins(int size) throws Exception {
    String bucket = buckets.fresh();
    for (int round = 0; round < 5; round++) {
      String key = "k" + round;
      List<String> winners =
          race(writer ->
              s3.putObject(
                      put -> put.bucket(bucket).key(key).ifNoneMatch("*"),
                      RequestBody.fromBytes(ObjectsTest.random(size, writer)))
                  .eTag());
      assertThat(winners).hasSize(1);
      assertThat(ObjectsTest.quotedMd5(buckets.body(bucket, key))).isEqualTo(winners.getFirst());
    }
  }

  @Test
  void oneReplacementOfAKnownStateWins() throws Exception {
    String bucket = buckets.versioned();
    String eTag = buckets.put(bucket, "k", "first").eTag();
    for (int round = 0; round < 5; round++) {
      String known = eTag;
      int offset = 100 * round;
      List<String> winners =
          race(writer ->
              s3.putObject(
                      put -> put.bucket(bucket).key("k").ifMatch(known),
                      RequestBody.fromBytes(ObjectsTest.random(50, offset + writer)))
                  .eTag());
      assertThat(winners).hasSize(1);
      eTag = winners.getFirst();
      assertThat(ObjectsTest.quotedMd5(buckets.body(bucket, "k"))).isEqualTo(eTag);
    }
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).hasSize(6);
  }

  @Test
  void oneCompletionWins() throws Exception {
    String bucket = buckets.fresh();
    var uploads = new ArrayList<Upload>();
    for (int i = 0; i < WRITERS; i++) {
      Upload upload = Upload.begin(s3, bucket, "k");
      upload.part(1, ObjectsTest.random(10, i));
      uploads.add(upload);
    }
    List<String> winners =
        race(writer -> uploads.get(writer).complete(c -> c.ifNoneMatch("*")).eTag());
    assertThat(winners).hasSize(1);
    assertThat(s3.headObject(h -> h.bucket(bucket).key("k")).eTag()).isEqualTo(winners.getFirst());
  }

  /** Writers without a condition all succeed; the bucket has one object or all versions. */
  @Test
  void unconditionalWritersAllSucceed() throws Exception {
    String bucket = buckets.versioned();
    List<String> done = race(writer -> buckets.put(bucket, "k", "by " + writer).eTag());
    assertThat(done).hasSize(WRITERS);
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).hasSize(WRITERS);
  }

  @Test
  void bucketIsDeletedOrWrittenToButNotBoth() throws Exception {
    for (int round = 0; round < 10; round++) {
      String bucket = buckets.fresh();
      List<String> done =
          race(writer -> {
            if (writer % 4 != 0) {
              return buckets.put(bucket, "k" + writer, "x").eTag();
            }
            s3.deleteBucket(delete -> delete.bucket(bucket));
            return "deleted";
          });
      if (done.contains("deleted")) {
        Refused.head(404, () -> s3.headBucket(head -> head.bucket(bucket)));
        assertThat(done).containsOnly("deleted");
      } else {
        assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).hasSize(done.size());
      }
    }
  }

  @Test
  void manyBucketsAreMadeAndDeletedAtOnce() throws Exception {
    for (int round = 0; round < 8; round++) {
      List<String> made =
          race(_ -> {
            String bucket = buckets.fresh();
            s3.deleteBucket(delete -> delete.bucket(bucket));
            return buckets.fresh();
          });
      assertThat(made).hasSize(WRITERS);
      assertThat(race(writer -> buckets.put(made.get(writer), "k", "x").eTag())).hasSize(WRITERS);
    }
  }

  @Test
  void oneCreationOfABucketWinsAndAllAreAnswered() throws Exception {
    for (int round = 0; round < 8; round++) {
      String bucket = Buckets.freshName();
      List<String> made = race(_ -> s3.createBucket(create -> create.bucket(bucket)).location());
      assertThat(made).isNotEmpty().containsOnly("/" + bucket);
      buckets.put(bucket, "k", "x");
    }
  }

  private interface Writer {
    String write(int writer);
  }

  /** What the writers got that were not refused; each refusal must be one of a lost race. */
  private static List<String> race(Writer writer) throws Exception {
    var start = new CountDownLatch(1);
    var running = new ArrayList<Future<String>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        Callable<String> turn =
            () -> {
              start.await();
              return writer.write(number);
            };
        running.add(threads.submit(turn));
      }
      start.countDown();
    }
    var done = new ArrayList<String>();
    for (Future<String> one : running) {
      try {
        done.add(one.get());
      } catch (ExecutionException failed) {
        assertThat(failed.getCause()).isInstanceOf(S3Exception.class);
        assertThat(((S3Exception) failed.getCause()).statusCode()).isIn(404, 409, 412);
      }
    }
    return done;
  }
}
