package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckedBodyTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final ContentHash UNSIGNED = new ContentHash.UnsignedPayload();
  private static final ContentHash TRAILER = new ContentHash.Streaming(false, true);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4096})
  void theRightHashPasses(int readBytes) throws IOException {
    Request checked = CheckedBody.of(request(HELLO, 5), ContentHash.Exact.of(HELLO), null);
    InputStream in = checked.body().stream();
    byte[] buffer = new byte[readBytes];
    int total = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      total += count;
    }
    assertThat(total).isEqualTo(5);
    assertThat(checked.body().sizeBytes()).isEqualTo(5);
  }

  @Test
  void anUpperCaseHashPasses() throws IOException {
    String hex = ContentHash.Exact.of(HELLO).wireValue().toUpperCase(Locale.ROOT);
    Request checked = CheckedBody.of(request(HELLO, 5), ContentHash.parse(hex), null);
    assertThat(checked.body().stream().readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void aWrongHashIsRefusedBeforeTheLastByte() {
    ContentHash other = ContentHash.Exact.of(new byte[] {1});
    InputStream in = CheckedBody.of(request(HELLO, 5), other, null).body().stream();
    S3Exception refusal = Refusal.of(() -> in.readNBytes(5));
    assertThat(refusal.error()).isEqualTo(S3Error.XAmzContentSHA256Mismatch);
    assertThat(refusal.elements())
        .containsEntry("ClientComputedContentSHA256", other.wireValue())
        .containsEntry(
            "S3ComputedContentSHA256",
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(Refusal.of(in::read)).isSameAs(refusal);
  }

  @Test
  void aWrongHashOfABodyOfUnknownLengthIsRefusedAtItsEnd() {
    ContentHash other = ContentHash.Exact.of(new byte[] {1});
    InputStream in = CheckedBody.of(request(HELLO, Body.UNKNOWN), other, null).body().stream();
    assertThat(Refusal.of(in::readAllBytes).error()).isEqualTo(S3Error.XAmzContentSHA256Mismatch);
  }

  @Test
  void aWrongHashOfAnEmptyBodyIsRefusedAtOnce() {
    ContentHash other = ContentHash.Exact.of(HELLO);
    assertThat(Refusal.of(() -> CheckedBody.of(request(new byte[0], 0), other, null)).error())
        .isEqualTo(S3Error.XAmzContentSHA256Mismatch);
  }

  @Test
  void aShortBodyIsIncomplete() {
    InputStream in = CheckedBody.of(request(HELLO, 6), UNSIGNED, null).body().stream();
    assertThat(Refusal.of(in::readAllBytes).error()).isEqualTo(S3Error.IncompleteBody);
  }

  @Test
  void bytesBeyondTheLengthAreNotReleased() throws IOException {
    InputStream in = CheckedBody.of(request(HELLO, 3), UNSIGNED, null).body().stream();
    assertThat(in.readAllBytes()).hasSize(3);
  }

  @Test
  void nothingIsReadBeforeSomebodyReads() {
    var untouched =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read too early");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return read();
          }
        };
    Headers headers = Headers.of("x-amz-decoded-content-length", "5");
    Request request =
        new Request("PUT", "/b/k", null, headers, new Body(untouched, 40), Request.Peer.LOCAL);
    assertThat(CheckedBody.of(request, TRAILER, null).body().sizeBytes()).isEqualTo(5);
    Request plain = request.withHeaders(Headers.EMPTY);
    assertThat(CheckedBody.of(plain, UNSIGNED, null).body().sizeBytes()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws-chunked | none",
        "gzip,aws-chunked | gzip",
        "aws-chunked, gzip | gzip",
        "AWS-Chunked | none",
        "aws-chunked,gzip,aws-chunked,br | gzip,br",
        "gzip, br | gzip, br",
        "aws-chunked-not | aws-chunked-not"
      })
  void awsChunkedLeavesTheContentEncoding(String sent, String kept) {
    Headers headers = Headers.of("Content-Encoding", sent, "x-amz-meta-a", "b");
    Request checked = CheckedBody.of(request(HELLO, 5).withHeaders(headers), UNSIGNED, null);
    assertThat(checked.headers().first("content-encoding").orElse("none")).isEqualTo(kept);
    assertThat(checked.headers().first("x-amz-meta-a")).contains("b");
  }

  @ParameterizedTest
  @CsvSource({
    "-, MissingContentLength",
    "five, InvalidArgument",
    "-5, InvalidArgument",
    "99999999999999999999, InvalidArgument",
    "'', InvalidArgument"
  })
  void streamingNeedsADecodedLength(String length, S3Error error) {
    Headers headers =
        length.equals("-") ? Headers.EMPTY : Headers.of("x-amz-decoded-content-length", length);
    Request request = request(HELLO, 5).withHeaders(headers);
    assertThat(Refusal.of(() -> CheckedBody.of(request, TRAILER, null)).error()).isEqualTo(error);
  }

  @Test
  void aRepeatedDecodedLengthIsRefused() {
    Headers headers =
        Headers.of("x-amz-decoded-content-length", "5", "x-amz-decoded-content-length", "6");
    Request request = request(HELLO, 5).withHeaders(headers);
    assertThat(Refusal.of(() -> CheckedBody.of(request, TRAILER, null)).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  @Test
  void aDecodedLengthOfAPlainBodyMustBeItsLength() {
    Request request =
        request(HELLO, 5).withHeaders(Headers.of("x-amz-decoded-content-length", "4"));
    assertThat(Refusal.of(() -> CheckedBody.of(request, UNSIGNED, null)).error())
        .isEqualTo(S3Error.IncompleteBody);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-meta-a",
        "",
        "x-amz-checksum-crc32,",
        "x-amz-checksum-crc32,x-amz-checksum-crc32",
        "content-length"
      })
  void onlyChecksumsMayBeTrailers(String declared) {
    Headers headers = Headers.of("x-amz-decoded-content-length", "5", "x-amz-trailer", declared);
    Request request = request(HELLO, 5).withHeaders(headers);
    assertThat(Refusal.of(() -> CheckedBody.of(request, TRAILER, null)).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  @Test
  void trailersAreRefusedWhereNoneCanFollow() {
    Headers headers =
        Headers.of("x-amz-decoded-content-length", "5", "x-amz-trailer", "x-amz-checksum-crc32");
    Request request = request(HELLO, 5).withHeaders(headers);
    ContentHash signedOnly = new ContentHash.Streaming(true, false);
    assertThat(Refusal.of(() -> CheckedBody.of(request, signedOnly, ChunkedBodies.chain())).error())
        .isEqualTo(S3Error.InvalidRequest);
    assertThat(Refusal.of(() -> CheckedBody.of(request, UNSIGNED, null)).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  private static Request request(byte[] content, long size) {
    var body = new Body(new ByteArrayInputStream(content), size);
    return new Request("PUT", "/bucket/key", null, Headers.EMPTY, body, Request.Peer.LOCAL);
  }
}
