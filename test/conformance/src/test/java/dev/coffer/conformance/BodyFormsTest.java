package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The forms in which clients send bodies: signed whole, in signed chunks, unsigned, with trailers.
 */
@ExtendWith(SharedServer.class)
class BodyFormsTest {
  private final StartedServer server;
  private final Buckets buckets;
  private final RawClient raw;

  BodyFormsTest(StartedServer server, Buckets buckets, RawClient raw) {
    this.server = server;
    this.buckets = buckets;
    this.raw = raw;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 200_000, 1_500_000})
  void signedChunksWithAndWithoutTrailer(int size) {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(size, size);
    for (var when :
        new RequestChecksumCalculation[] {
          RequestChecksumCalculation.WHEN_REQUIRED, RequestChecksumCalculation.WHEN_SUPPORTED
        }) {
      for (boolean chunked : new boolean[] {true, false}) {
        try (S3Client s3 =
            server
                .builder()
                .requestChecksumCalculation(when)
                .serviceConfiguration(to -> to.chunkedEncodingEnabled(chunked))
                .build()) {
          s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromBytes(body));
        }
        assertThat(Arrays.equals(buckets.body(bucket, "k"), body)).isTrue();
      }
    }
  }

  /** Over TLS the SDK does not sign chunks: {@code STREAMING-UNSIGNED-PAYLOAD-TRAILER}. */
  @Test
  void unsignedChunksOverTls() {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(700_001, 3);
    try (S3Client s3 = server.overTls()) {
      s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromBytes(body));
      var got = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k"));
      assertThat(Arrays.equals(got.asByteArrayUnsafe(), body)).isTrue();
      assertThat(got.response().contentEncoding()).isNull();
    }
  }

  @Test
  void contentEncodingOfTheClientStays() {
    String bucket = buckets.fresh();
    Answer put = unsignedChunks(bucket, "5\r\nhello\r\n0\r\n\r\n", 5, "aws-chunked,gzip");
    put.is(200);
    assertThat(raw.get("/" + bucket + "/k").header("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void trailerIsCompared() {
    String bucket = buckets.fresh();
    String right = "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    trailed(bucket, right).is(200);
    assertThat(buckets.text(bucket, "k")).isEqualTo("123456789");
    buckets.s3().deleteObject(delete -> delete.bucket(bucket).key("k"));
    trailed(bucket, right.replace("y/", "z/")).refuses("BadDigest", 400);
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  private Answer trailed(String bucket, String chunks) {
    return chunks(bucket, chunks, 9, "aws-chunked", "x-amz-trailer", "x-amz-checksum-crc32");
  }

  @Test
  void brokenChunksAreRefusedAndNothingIsStored() {
    String bucket = buckets.fresh();
    for (String broken :
        new String[] {
          "5\r\nhell",
          "zz\r\nhello\r\n0\r\n\r\n",
          "6\r\nhello\r\n0\r\n\r\n",
          "5\r\nhello\r\n",
          "5\r\nhelloX\r\n0\r\n\r\n",
          "fffffffffffffff\r\nhello\r\n0\r\n\r\n",
          ""
        }) {
      Answer answer = unsignedChunks(bucket, broken, 5, "aws-chunked");
      assertThat(answer.status()).as(broken).isEqualTo(400);
      raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
    }
  }

  @Test
  void decodedLengthMustHold() {
    String bucket = buckets.fresh();
    for (int declared : new int[] {4, 6}) {
      unsignedChunks(bucket, "5\r\nhello\r\n0\r\n\r\n", declared, "aws-chunked").is(400);
    }
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  private Answer unsignedChunks(String bucket, String chunks, int decoded, String encoding) {
    return chunks(bucket, chunks, decoded, encoding);
  }

  private Answer chunks(
      String bucket, String chunks, int decoded, String encoding, String... more) {
    byte[] bytes = chunks.getBytes(US_ASCII);
    var headers = Headers.of(more).toBuilder();
    headers.set("Content-Encoding", encoding);
    headers.set("x-amz-decoded-content-length", Integer.toString(decoded));
    Request request = raw.unsigned("PUT", "/" + bucket + "/k", bytes, headers.build());
    var hash = new ContentHash.Streaming(false, true);
    return raw.exchange(raw.signer().sign(request, hash, RawClient.now()), bytes);
  }

  /** The server says "continue" only after it knows who asks and that they may. */
  @Test
  void continueComesAfterAuthentication() throws java.io.IOException {
    String bucket = buckets.fresh();
    byte[] body = "body".getBytes(US_ASCII);
    Headers expect = Headers.of("Expect", "100-continue");
    var good = raw.signed("PUT", "/" + bucket + "/k", body, expect);
    try (var socket = new RawSocket(server.http())) {
      socket.write(RawClient.head(good));
      assertThat(socket.next(false).status()).isEqualTo(100);
      socket.write(body);
      assertThat(socket.answer(false).status()).isEqualTo(200);
    }
    var stranger = raw.unsigned("PUT", "/" + bucket + "/k2", body, expect);
    try (var socket = new RawSocket(server.http())) {
      socket.write(RawClient.head(stranger));
      assertThat(socket.next(false).refuses("AccessDenied", 403).status()).isEqualTo(403);
    }
  }
}
