package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Every type of encryption on every way by which an object comes to be, done, refused and broken
 * off: no byte of a body and none of a customer's key lies in the data folder, whose audit trail
 * and log of key use are part of it, or in the server's log.
 */
class EncryptionCanaryTest {
  private static final String METADATA = "canary-of-metadata-77b0c4d9";
  private static final String BODY = "canary-of-bodies-c4d1e0f7.";
  private static final String REFUSED = "canary-of-refused-bodies-19b3.";
  private static final String WRONG_KEY = "canary:a-wrong-key-of-a-customer";
  private static final String SHORT_KEY = "canary:a-key-that-is-too-short";

  @TempDir Path folder;

  /** A text of this canary. */
  private static String filled(String canary, int size) {
    return canary.repeat(size / canary.length() + 1).substring(0, size);
  }

  private static String body(int size) {
    return filled(BODY, size);
  }

  @Test
  void noTypeOnNoWayLeavesASecretBehind() throws Exception {
    Path data = folder.resolve("data");
    try (var server = StartedServer.over(data);
        S3Client s3 = server.s3();
        KmsClient kms = server.kms()) {
      for (Type type : Type.values()) {
        Sealed in = sealed(server, s3, kms);
        everyWay(in, type);
        refused(in, type);
        assertThat(Traces.of(in.bucket().getBytes(US_ASCII)).below(data.resolve("audit")))
            .as("the search finds what the log of key use holds")
            .isNotEmpty();
      }
      assertThat(server.stop()).isZero();
      nothingIsLeft(data, server, "stopped");
    }
    try (var server = StartedServer.over(data);
        S3Client s3 = server.s3();
        KmsClient kms = server.kms()) {
      for (Type type : Type.values()) {
        everyWay(sealed(server, s3, kms), type);
      }
      server.kill();
      nothingIsLeft(data, server, "killed");
    }
  }

  private static Sealed sealed(StartedServer server, S3Client s3, KmsClient kms) {
    String keyArn = kms.createKey().keyMetadata().arn();
    return Sealed.fresh(RawClient.of(server), new Buckets(s3), keyArn);
  }

  private static void nothingIsLeft(Path data, StartedServer server, String when) throws Exception {
    for (String secret :
        List.of(BODY, REFUSED, METADATA, Type.KEY, Type.OTHER_KEY, WRONG_KEY, SHORT_KEY)) {
      Traces traces = Traces.of(secret.getBytes(US_ASCII));
      assertThat(traces.below(data)).as(secret + ", " + when).isEmpty();
      assertThat(traces.below(server.logFile())).as(secret + ", " + when).isEmpty();
    }
  }

  /** Bodies that lie in their row, and such that are blobs. */
  private static void everyWay(Sealed in, Type type) {
    Headers metadata = Headers.of("x-amz-meta-note", METADATA, "Content-Disposition", METADATA);
    for (int size : new int[] {300, 150_000}) {
      String put = "put-" + size;
      in.send("PUT", put, body(size), type.written(in.keyArn()), metadata).is(200);
      PostedForm form = new PostedForm(in.raw(), in.bucket()).field("key", "form-" + size);
      type.written(in.keyArn()).fields().forEach(f -> form.field(f.name(), f.value()));
      form.field("x-amz-meta-note", METADATA)
          .file(body(size).getBytes(US_ASCII))
          .sign()
          .post()
          .is(204);
      in.send("PUT", "copy-" + size, "", type.written(in.keyArn()), in.from(put, type)).is(200);
      in.send("PUT", put, "", type.written(in.keyArn()), in.from(put, type)).is(200);
      in.put("overwritten", type, body(size));
      assertThat(in.get(put, type).is(200).body()).isEqualTo(body(size));
    }
    parts(in, type);
    if (type != Type.DSSE_KMS && type != Type.SSE_C) {
      String document =
          "<ObjectEncryption><SSE-KMS><KMSKeyArn>"
              + in.keyArn()
              + "</KMSKeyArn><BucketKeyEnabled>true</BucketKeyEnabled></SSE-KMS>"
              + "</ObjectEncryption>";
      in.send("PUT", "put-300?encryption", document).is(200);
    }
    in.send("DELETE", "overwritten", "").is(204);
  }

  private static void parts(Sealed in, Type type) {
    String id = in.begin("parts", type);
    String one = in.part("parts", id, 1, body(Upload.SMALLEST), type.read()).header("ETag");
    Answer copied = in.part("parts", id, 2, "", type.read(), in.from("put-150000", type)).is(200);
    String two = copied.element("ETag").orElseThrow().replace("&quot;", "\"");
    in.complete("parts", id, List.of(one, two)).is(200);
    in.part("open", in.begin("open", type), 1, body(150_000), type.read()).is(200);
    String aborted = in.begin("aborted", type);
    in.part("aborted", aborted, 1, body(150_000), type.read()).is(200);
    in.send("DELETE", "aborted?uploadId=" + aborted, "").is(204);
  }

  /** What ends with an error has told the server its secrets nonetheless. */
  private static void refused(Sealed in, Type type) {
    String bad = filled(REFUSED, 150_000);
    Headers digest = Headers.of("Content-MD5", Digests.base64("MD5", new byte[0]));
    in.send("PUT", "bad", bad, type.written(in.keyArn()), digest).refuses("BadDigest", 400);
    String id = in.begin("bad", type);
    in.part("bad", id, 1, bad, type.read(), digest).refuses("BadDigest", 400);
    Headers wrong = Type.customer("x-amz", WRONG_KEY);
    Headers tooShort = Type.customer("x-amz", SHORT_KEY);
    for (Headers key : List.of(wrong, tooShort)) {
      assertThat(in.send("GET", "put-300", "", key).status()).isGreaterThanOrEqualTo(400);
      assertThat(in.part("bad", id, 1, filled(REFUSED, 40_000), key).status()).isEqualTo(400);
    }
    in.send("PUT", "bad", filled(REFUSED, 40_000), tooShort).refuses("InvalidArgument", 400);
    in.send("PUT", "bad", "", tooShort, in.from("put-300", type)).refuses("InvalidArgument", 400);
    in.send("PUT", "bad", "", wrong, Headers.of("x-amz-server-side-encryption", "AES256"))
        .refuses("InvalidArgument", 400);
    in.block();
    in.send("PUT", "bad", filled(REFUSED, 40_000), wrong).refuses("AccessDenied", 403);
    PostedForm form = new PostedForm(in.raw(), in.bucket()).field("key", "bad");
    wrong.fields().forEach(field -> form.field(field.name(), field.value()));
    form.file(filled(REFUSED, 40_000).getBytes(US_ASCII))
        .sign()
        .post()
        .refuses("AccessDenied", 403);
    PostedForm unsigned = new PostedForm(in.raw(), in.bucket()).field("key", "bad");
    unsigned.file(filled(REFUSED, 40_000).getBytes(US_ASCII)).post();
  }
}
