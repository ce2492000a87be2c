package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * UpdateObjectEncryption against whatever else happens to the object at the same time: every answer
 * is a reader's, a writer's or a refusal that the order explains, and no body ever goes wrong.
 */
@ExtendWith(SharedServer.class)
class UpdateEncryptionRacesTest {
  private static final int ROUNDS = 12;

  /** Of a body that lies in its row, and of one that is a blob. */
  private static final List<Integer> SIZES = List.of(100, 200_000);

  private final Buckets buckets;
  private final RawClient raw;
  private final KmsClient kms;

  UpdateEncryptionRacesTest(Buckets buckets, RawClient raw, KmsClient kms) {
    this.buckets = buckets;
    this.raw = raw;
    this.kms = kms;
  }

  private String newKey() {
    return kms.createKey().keyMetadata().arn();
  }

  private static String body(String letter, int size) {
    return letter.repeat(size);
  }

  private static Answer update(Sealed in, String keyAndQuery, String keyArn, boolean bucketKey) {
    String document =
        "<ObjectEncryption><SSE-KMS><KMSKeyArn>"
            + keyArn
            + "</KMSKeyArn><BucketKeyEnabled>"
            + bucketKey
            + "</BucketKeyEnabled></SSE-KMS></ObjectEncryption>";
    return in.send("PUT", keyAndQuery, document);
  }

  /** All at once; their answers in this order. */
  @SafeVarargs
  private static List<Answer> race(Callable<Answer>... calls) throws Exception {
    var start = new CountDownLatch(1);
    var running = new ArrayList<Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<Answer> call : calls) {
        running.add(
            threads.submit(() -> {
              start.await();
              return call.call();
            }));
      }
      start.countDown();
    }
    var answers = new ArrayList<Answer>();
    for (Future<Answer> one : running) {
      answers.add(one.get());
    }
    return answers;
  }

  @Test
  void twoUpdatesBothSucceedAndOneIsTheLast() throws Exception {
    Sealed one = Sealed.fresh(raw, buckets, newKey());
    Sealed other = new Sealed(raw, one.bucket(), newKey());
    for (int size : SIZES) {
      String body = body("a", size);
      String eTag = one.put("k", Type.SSE_S3, body).header("ETag");
      for (int round = 0; round < ROUNDS; round++) {
        List<Answer> answers =
            race(
                () -> update(one, "k?encryption", one.keyArn(), true),
                () -> update(one, "k?encryption", other.keyArn(), false),
                () -> one.send("GET", "k", ""));
        assertThat(answers).allSatisfy(answer -> answer.is(200));
        assertThat(answers.get(2).body()).isEqualTo(body);
        Answer after = one.send("GET", "k", "").is(200);
        boolean first = after.headers().has("x-amz-server-side-encryption-bucket-key-enabled");
        Sealed last = first ? one : other;
        last.shows(first ? Type.SSE_KMS_BUCKET_KEY : Type.SSE_KMS, after);
        assertThat(after.body()).isEqualTo(body);
        assertThat(after.header("ETag")).isEqualTo(eTag);
      }
    }
  }

  @Test
  void anOverwriteIsNeverUndone() throws Exception {
    Sealed in = Sealed.fresh(raw, buckets, newKey());
    for (int size : SIZES) {
      for (int round = 0; round < ROUNDS; round++) {
        String before = body("a", size);
        String after = body("b", size);
        in.put("k", Type.SSE_S3, before);
        List<Answer> answers =
            race(
                () -> update(in, "k?encryption", in.keyArn(), false),
                () -> in.send("PUT", "k", after),
                () -> in.send("GET", "k", ""));
        assertThat(answers).allSatisfy(answer -> answer.is(200));
        assertThat(answers.get(2).body()).isIn(before, after);
        Answer last = in.send("GET", "k", "").is(200);
        assertThat(last.body()).isEqualTo(after);
        assertThat(last.header("x-amz-server-side-encryption")).isIn("AES256", "aws:kms");
        assertThat(last.header("ETag")).isEqualTo(answers.get(1).header("ETag"));
      }
    }
  }

  @Test
  void whatIsDeletedStaysDeleted() throws Exception {
    Sealed in = Sealed.fresh(raw, buckets, newKey());
    for (int size : SIZES) {
      for (int round = 0; round < ROUNDS; round++) {
        in.put("k", Type.SSE_S3, body("a", size));
        List<Answer> answers =
            race(
                () -> update(in, "k?encryption", in.keyArn(), true),
                () -> in.send("DELETE", "k", ""));
        assertThat(answers.get(0).status()).isIn(200, 404);
        answers.get(1).is(204);
        in.send("GET", "k", "").refuses("NoSuchKey", 404);
      }
    }
    assertThat(raw.send("DELETE", "/" + in.bucket(), "").status()).isEqualTo(204);
  }

  @Test
  void aVersionIsChangedOrGoneWhileOthersComeAndStay() throws Exception {
    Sealed in = Sealed.unblocked(raw, buckets.versioned(), newKey());
    for (int size : SIZES) {
      for (int round = 0; round < ROUNDS; round++) {
        String oldest = in.put("k", Type.SSE_S3, body("a", size)).header("x-amz-version-id");
        String older = in.put("k", Type.SSE_S3, body("b", size)).header("x-amz-version-id");
        List<Answer> answers =
            race(
                () -> update(in, "k?encryption&versionId=" + oldest, in.keyArn(), false),
                () -> update(in, "k?encryption&versionId=" + older, in.keyArn(), false),
                () -> in.send("DELETE", "k?versionId=" + oldest, ""),
                () -> in.send("PUT", "k", body("c", size)));
        assertThat(answers.get(0).status()).isIn(200, 404);
        answers.get(1).is(200);
        answers.get(2).is(204);
        answers.get(3).is(200);
        in.send("GET", "k?versionId=" + oldest, "").refuses("NoSuchVersion", 404);
        assertThat(in.get("k?versionId=" + older, Type.SSE_KMS).is(200).body())
            .isEqualTo(body("b", size));
        assertThat(in.get("k", Type.SSE_S3).is(200).body()).isEqualTo(body("c", size));
      }
    }
  }

  /** The copy has the whole of its source, under its own type. */
  @Test
  void aCopyReadsOneEnvelopeOrTheOther() throws Exception {
    Sealed in = Sealed.fresh(raw, buckets, newKey());
    for (int size : SIZES) {
      String body = body("a", size);
      in.put("k", Type.SSE_S3, body);
      for (int round = 0; round < ROUNDS; round++) {
        boolean bucketKey = round % 2 == 0;
        List<Answer> answers =
            race(
                () -> update(in, "k?encryption", in.keyArn(), bucketKey),
                () -> in.send("PUT", "copy", "", in.from("k", Type.SSE_S3)));
        assertThat(answers).allSatisfy(answer -> answer.is(200));
        assertThat(in.get("copy", Type.SSE_S3).is(200).body()).isEqualTo(body);
      }
    }
  }

  /** Both change the one row of the version, and neither is lost. */
  @Test
  void tagsAndANewEnvelopeBothStay() throws Exception {
    Sealed in = Sealed.unblocked(raw, buckets.versioned(), newKey());
    for (int size : SIZES) {
      String body = body("a", size);
      String id = in.put("k", Type.SSE_S3, body).header("x-amz-version-id");
      String version = "&versionId=" + id;
      for (int round = 0; round < ROUNDS; round++) {
        int number = round;
        boolean bucketKey = round % 2 == 0;
        List<Answer> answers =
            race(
                () -> update(in, "k?encryption" + version, in.keyArn(), bucketKey),
                () -> in.send("PUT", "k?tagging" + version, tag(number)),
                () -> in.send("GET", "k?versionId=" + id, ""));
        assertThat(answers).allSatisfy(answer -> answer.is(200));
        assertThat(answers.get(2).body()).isEqualTo(body);
        Type type = bucketKey ? Type.SSE_KMS_BUCKET_KEY : Type.SSE_KMS;
        assertThat(in.get("k", type).is(200).body()).isEqualTo(body);
        assertThat(in.send("GET", "k?tagging" + version, "").is(200).element("Value"))
            .contains("v" + number);
      }
      race(
              () -> update(in, "k?encryption" + version, in.keyArn(), true),
              () -> in.send("DELETE", "k?tagging" + version, ""))
          .forEach(answer -> assertThat(answer.status()).isIn(200, 204));
      in.get("k", Type.SSE_KMS_BUCKET_KEY).is(200);
      assertThat(in.send("GET", "k?tagging" + version, "").is(200).element("Value")).isEmpty();
    }
  }

  private static String tag(int number) {
    return "<Tagging><TagSet><Tag><Key>k</Key><Value>v"
        + number
        + "</Value></Tag></TagSet></Tagging>";
  }

  /** A key that is disabled meanwhile: done under it or not at all, and never half. */
  @Test
  void aKeyThatIsDisabledMeanwhile() throws Exception {
    Sealed in = Sealed.fresh(raw, buckets, newKey());
    for (int round = 0; round < ROUNDS; round++) {
      Sealed next = new Sealed(raw, in.bucket(), newKey());
      in.put("k", Type.SSE_S3, "x");
      List<Answer> answers =
          race(
              () -> update(in, "k?encryption", next.keyArn(), true),
              () -> {
                kms.disableKey(disable -> disable.keyId(next.keyArn()));
                return Answer.NONE;
              });
      boolean done = answers.getFirst().status() == 200;
      if (!done) {
        answers.getFirst().refuses("KMS.DisabledException", 400);
        in.get("k", Type.SSE_S3).is(200);
      } else {
        in.send("GET", "k", "").refuses("KMS.DisabledException", 400);
        kms.enableKey(enable -> enable.keyId(next.keyArn()));
        assertThat(next.get("k", Type.SSE_KMS_BUCKET_KEY).is(200).body()).isEqualTo("x");
      }
    }
  }
}
