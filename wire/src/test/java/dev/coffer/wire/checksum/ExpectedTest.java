package dev.coffer.wire.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final byte[] BYTES = "123456789".getBytes(StandardCharsets.US_ASCII);
  private static final String MD5 = "JfnnlDI7RTiF9RgfG2JNCw==";
  private static final String CRC32 = "y/Q5Jg==";

  @Test
  void aRightDeclarationIsRead() throws IOException {
    var result = read(integrity(MD5, "CRC32", null, crc32(CRC32)), Headers.EMPTY);
    assertThat(result.md5Hex()).contains("25f9e794323b453885f5181f1b624d0b");
    assertThat(result.checksums()).containsEntry(ChecksumAlgorithm.CRC32, CRC32);
    assertThat(result.sizeBytes()).isEqualTo(9);
  }

  @Test
  void aTrailerIsComparedAfterTheLastByte() throws IOException {
    var integrity = integrity(null, "crc32", "x-amz-checksum-crc32", ChecksumHeaders.NONE);
    assertThat(read(integrity, Headers.of("x-amz-checksum-crc32", CRC32)).sizeBytes()).isEqualTo(9);
    refused(integrity, Headers.of("x-amz-checksum-crc32", "AAAAAA=="), S3Error.BadDigest, "CRC32");
    refused(
        integrity, Headers.of("x-amz-checksum-crc32", "AAAA"), S3Error.InvalidRequest, "trailing");
    refused(integrity, Headers.EMPTY, S3Error.MalformedTrailerError, "");
  }

  @Test
  void malformedDigestsAreRefusedBeforeReading() {
    refused(integrity("MTIz", null, null, ChecksumHeaders.NONE), S3Error.InvalidDigest, "invalid");
    refused(integrity("!!!", null, null, ChecksumHeaders.NONE), S3Error.InvalidDigest, "invalid");
    refused(
        integrity(null, null, null, crc32("not-base64")),
        S3Error.InvalidRequest,
        "Value for x-amz-checksum-crc32 header is invalid.");
  }

  @Test
  void wrongDigestsAreRefusedAtTheEnd() {
    refused(
        integrity("AAAAAAAAAAAAAAAAAAAAAA==", null, null, ChecksumHeaders.NONE),
        S3Error.BadDigest,
        "The Content-MD5 you specified did not match what we received.");
    refused(
        integrity(null, null, null, crc32("AAAAAA==")),
        S3Error.BadDigest,
        "The CRC32 you specified did not match the calculated checksum.");
  }

  @Test
  void twoChecksumsAreRefused() {
    var two = new ChecksumHeaders(CRC32, CRC32, null, null, null);
    refused(integrity(null, null, null, two), S3Error.InvalidRequest, "Expecting a single");
    refused(
        integrity(null, null, "x-amz-checksum-sha1", crc32(CRC32)),
        S3Error.InvalidRequest,
        "Expecting a single");
  }

  @Test
  void anAnnouncedAlgorithmNeedsItsChecksum() {
    String text = "x-amz-sdk-checksum-algorithm specified, but no corresponding";
    refused(integrity(null, "SHA256", null, ChecksumHeaders.NONE), S3Error.InvalidRequest, text);
    refused(integrity(null, "SHA256", null, crc32(CRC32)), S3Error.InvalidRequest, text);
    refused(integrity(null, "ROT13", null, ChecksumHeaders.NONE), S3Error.InvalidRequest, "ROT13");
    refused(
        integrity(null, "XXHASH3", null, ChecksumHeaders.NONE), S3Error.NotImplemented, "XXHASH3");
  }

  private static Integrity integrity(
      @Nullable String md5,
      @Nullable String announced,
      @Nullable String trailer,
      ChecksumHeaders checksums) {
    return new Integrity(md5, announced, trailer, checksums);
  }

  private static ChecksumHeaders crc32(String value) {
    return new ChecksumHeaders(value, null, null, null, null);
  }

  private static void refused(Integrity integrity, S3Error error, String text) {
    refused(integrity, Headers.EMPTY, error, text);
  }

  private static void refused(Integrity integrity, Headers trailers, S3Error error, String text) {
    assertThatThrownBy(() -> read(integrity, trailers))
        .isInstanceOfSatisfying(
            S3Exception.class, refusal -> assertThat(refusal.error()).isEqualTo(error))
        .hasMessageContaining(text);
  }

  private static Verified read(Integrity integrity, Headers trailers) throws IOException {
    var body = new Body(new ByteArrayInputStream(BYTES), BYTES.length, () -> trailers);
    try (ChecksumInput input =
        Expected.from(integrity).open(body, Set.of(ChecksumAlgorithm.CRC64NVME), true)) {
      input.readAllBytes();
      return input.result();
    }
  }
}
