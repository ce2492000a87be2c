package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ChunkSignatures;
import dev.coffer.wire.sigv4.ContentHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what was declared are not stored, whatever of them has arrived. */
@ExtendWith(SharedServer.class)
class BadBodiesTest {
  private static final int CHUNK = 64 * 1024;

  private final RawClient raw;
  private final Buckets buckets;

  BadBodiesTest(RawClient raw, Buckets buckets) {
    this.raw = raw;
    this.buckets = buckets;
  }

  @AfterEach
  void serverIsAlive() {
    raw.get("/").is(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20_000, 2_000_000})
  void bodyThatEndsEarlyIsNotStored(int size) throws IOException {
    String target = "/" + buckets.fresh() + "/k";
    byte[] body = ObjectsTest.random(size, 1);
    Request request = raw.signed("PUT", target, body, Headers.EMPTY);
    try (var socket = new RawSocket(raw.http())) {
      socket.write(RawClient.head(request));
      socket.write(Arrays.copyOf(body, size - 1));
      socket.finish();
      Answer answer = socket.answer(false);
      assertThat(answer.status()).as(answer.body()).isIn(0, 400);
    }
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @Test
  void bodyThatGoesOnIsTheNextRequest() throws IOException {
    String target = "/" + buckets.fresh() + "/k";
    byte[] body = "declared".getBytes(US_ASCII);
    Request request = raw.signed("PUT", target, body, Headers.EMPTY);
    try (var socket = new RawSocket(raw.http())) {
      socket.write(RawClient.head(request));
      socket.write("declared and more\r\n\r\n");
      assertThat(socket.answer(false).status()).isEqualTo(200);
      assertThat(socket.answer(false).status()).isIn(0, 400);
    }
    assertThat(raw.get(target).is(200).body()).isEqualTo("declared");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void badChunkSignatureInTheMiddleStoresNothing(int bad) {
    String target = "/" + buckets.fresh() + "/k";
    byte[] body = ObjectsTest.random(3 * CHUNK, 2);
    Answer answer = signedChunks(target, body, bad);
    if (!answer.closed()) {
      answer.refuses("SignatureDoesNotMatch", 403);
    }
    raw.get(target).refuses("NoSuchKey", 404);
    signedChunks(target, body, -1).is(200);
    raw.get(target).is(200);
  }

  private Answer signedChunks(String target, byte[] body, int bad) {
    var headers =
        Headers.of(
            "Content-Encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            Integer.toString(body.length));
    int framed = body.length + 3 * ("10000;chunk-signature=".length() + 64 + 4) + 1 + 17 + 64 + 4;
    Request request =
        raw.signer()
            .sign(
                raw.unsigned("PUT", target, new byte[framed], headers),
                new ContentHash.Streaming(true, false),
                RawClient.now());
    ChunkSignatures signatures = raw.signer().chunks(request);
    var framedBody = new ByteArrayOutputStream();
    for (int i = 0; i <= 3; i++) {
      byte[] chunk = Arrays.copyOfRange(body, i * CHUNK, Math.min(body.length, (i + 1) * CHUNK));
      String signature = signatures.signChunk(chunk);
      String line = Integer.toHexString(chunk.length) + ";chunk-signature=";
      framedBody.writeBytes(
          (line + (i == bad ? flipped(signature) : signature) + "\r\n").getBytes(US_ASCII));
      framedBody.writeBytes(chunk);
      framedBody.writeBytes("\r\n".getBytes(US_ASCII));
    }
    assertThat(framedBody.size()).isEqualTo(framed);
    return raw.exchange(request, framedBody.toByteArray());
  }

  private static String flipped(String signature) {
    return (signature.startsWith("0") ? "1" : "0") + signature.substring(1);
  }

  @Test
  void wrongDigestsStoreNothing() {
    String target = "/" + buckets.fresh() + "/k";
    byte[] body = ObjectsTest.random(300_000, 3);
    byte[] other = ObjectsTest.random(300_000, 4);
    raw.exchange(raw.signed("PUT", target, body, Headers.EMPTY), other)
        .refuses("XAmzContentSHA256Mismatch", 400);
    raw.send("PUT", target, body, Headers.of("Content-MD5", Digests.base64("MD5", other)))
        .refuses("BadDigest", 400);
    raw.send("PUT", target, body, Headers.of("x-amz-checksum-sha1", Digests.base64("SHA-1", other)))
        .refuses("BadDigest", 400);
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @Test
  void wrongDigestsOfPartsStoreNothing() {
    String bucket = buckets.fresh();
    var upload = Upload.begin(buckets.s3(), bucket, "k");
    String target = "/" + bucket + "/k?partNumber=1&uploadId=" + upload.id();
    byte[] body = ObjectsTest.random(100_000, 5);
    raw.send("PUT", target, body, Headers.of("Content-MD5", Digests.base64("MD5", new byte[1])))
        .refuses("BadDigest", 400);
    assertThat(upload.parts().parts()).isEmpty();
  }

  @Test
  void bodyBeyondTheLimitIsRefusedBeforeItIsSent() throws IOException {
    String target = "/" + buckets.fresh() + "/k";
    var headers =
        Headers.of("Content-Length", Long.toString((5L << 30) + 1), "Expect", "100-continue");
    Request request =
        raw.signer()
            .sign(
                raw.unsigned("PUT", target, new byte[0], headers),
                new ContentHash.UnsignedPayload(),
                RawClient.now());
    try (var socket = new RawSocket(raw.http())) {
      socket.write(RawClient.head(request));
      socket.next(false).refuses("EntityTooLarge", 400);
    }
  }

  @Test
  void cutUploadLeavesNothing() throws IOException {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(500_000, 6);
    for (int i = 0; i < 20; i++) {
      Request request = raw.signed("PUT", "/" + bucket + "/k" + i, body, Headers.EMPTY);
      try (var socket = new RawSocket(raw.http())) {
        socket.write(RawClient.head(request));
        socket.write(Arrays.copyOf(body, 1 + i * 20_000));
      }
    }
    assertThat(buckets.s3().listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
  }
}
