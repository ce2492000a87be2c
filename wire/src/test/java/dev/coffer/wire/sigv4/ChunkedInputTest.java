package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedInputTest {
  private static final String CRC = "x-amz-checksum-crc32";
  private static final String CRC_LINE = CRC + ":AAAAAA==\r\n";

  @ParameterizedTest
  @CsvSource({
    "0, 8192",
    "1, 8192",
    "8191, 8192",
    "8192, 8192",
    "8193, 8192",
    "65536, 65536",
    "65537, 65536",
    "200000, 8192",
    "200000, 70000"
  })
  void everySizeIsDecodedAtEveryReadSize(int size, int chunkBytes) throws IOException {
    byte[] content = ChunkedBodies.content(size);
    for (int readBytes : new int[] {1, 2, 3, 4096, 1 << 20}) {
      var plain = signed(ChunkedBodies.signed(content, chunkBytes), size);
      assertThat(readBy(plain, readBytes)).isEqualTo(content);
      assertThat(plain.trailers().fields()).isEmpty();

      byte[] sent = ChunkedBodies.signedWithTrailer(content, chunkBytes, CRC, "AAAAAA==");
      var withTrailer = signedTrailer(sent, size);
      assertThat(readBy(withTrailer, readBytes)).isEqualTo(content);
      assertThat(withTrailer.trailers().first(CRC)).contains("AAAAAA==");

      var unsigned = unsigned(ChunkedBodies.unsigned(content, chunkBytes, CRC_LINE), size, CRC);
      assertThat(readBy(unsigned, readBytes)).isEqualTo(content);
      assertThat(unsigned.trailers().first(CRC)).contains("AAAAAA==");
    }
  }

  @Test
  void everyFlippedBitOfASignedBodyIsRefused() {
    byte[] content = ChunkedBodies.content(8192 + 100);
    byte[] sent = ChunkedBodies.signedWithTrailer(content, 8192, CRC, "AAAAAA==");
    for (int i = 0; i < sent.length; i++) {
      byte[] bent = sent.clone();
      bent[i] ^= (byte) (1 << (i % 8));
      assertNeverOtherThan(bent, content, i);
    }
  }

  /**
   * A change that decodes to the very same bytes and trailers is harmless (case of a size digit).
   */
  private static void assertNeverOtherThan(byte[] bent, byte[] content, int position) {
    ChunkedInput input = signedTrailer(bent, content.length);
    var released = new ByteArrayOutputStream();
    try {
      input.transferTo(released);
      assertThat(released.toByteArray()).as("byte %d", position).isEqualTo(content);
      assertThat(input.trailers().first(CRC)).as("byte %d", position).contains("AAAAAA==");
      assertThat(Character.isLetter(bent[position]) || bent[position] == ' ')
          .as("only a letter's case or a space may differ, byte %d", position)
          .isTrue();
    } catch (S3Exception refusal) {
      assertThat(refusal.error())
          .isIn(
              S3Error.SignatureDoesNotMatch,
              S3Error.IncompleteBody,
              S3Error.InvalidChunkSizeError,
              S3Error.InvalidRequest,
              S3Error.MalformedTrailerError);
      byte[] before = Arrays.copyOf(content, released.size());
      assertThat(released.toByteArray()).as("byte %d", position).isEqualTo(before);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyPrefixIsIncomplete() {
    byte[] content = ChunkedBodies.content(9000);
    byte[] sent = ChunkedBodies.signedWithTrailer(content, 8192, CRC, "AAAAAA==");
    for (int length = 0; length < sent.length; length++) {
      ChunkedInput input = signedTrailer(Arrays.copyOf(sent, length), content.length);
      assertThat(Refusal.of(input::readAllBytes).error())
          .as("prefix of %d bytes", length)
          .isEqualTo(S3Error.IncompleteBody);
    }
  }

  @Test
  void noByteOfABadChunkIsReleased() throws IOException {
    byte[] content = ChunkedBodies.content(20000);
    byte[] sent = ChunkedBodies.signed(content, 8192);
    sent[8192 + 2 * 90 + 100] ^= 1;
    ChunkedInput input = signed(sent, content.length);
    assertThat(input.readNBytes(8192)).isEqualTo(Arrays.copyOf(content, 8192));
    S3Exception first = Refusal.of(input::read);
    assertThat(first.error()).isEqualTo(S3Error.SignatureDoesNotMatch);
    assertThat(Refusal.of(input::read)).as("it stays failed").isSameAs(first);
  }

  @Test
  void chunksCannotChangePlaces() {
    byte[] content = ChunkedBodies.content(16384);
    byte[] sent = ChunkedBodies.signed(content, 8192);
    int block = "2000;chunk-signature=".length() + 64 + 2 + 8192 + 2;
    byte[] swapped = sent.clone();
    System.arraycopy(sent, block, swapped, 0, block);
    System.arraycopy(sent, 0, swapped, block, block);
    assertThat(Refusal.of(signed(swapped, 16384)::readAllBytes).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @Test
  void aReaderThatCountsBytesCannotMissABadEnd() {
    byte[] content = ChunkedBodies.content(100);
    byte[] sent = ChunkedBodies.signedWithTrailer(content, 8192, CRC, "AAAAAA==");
    sent[sent.length - 6] ^= 1;
    ChunkedInput input = signedTrailer(sent, 100);
    assertThat(Refusal.of(() -> input.readNBytes(100)).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
    assertThatThrownBy(input::trailers).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 101, 100_000})
  void anotherLengthThanDeclaredIsIncomplete(int declared) {
    byte[] content = ChunkedBodies.content(100);
    assertThat(
            Refusal.of(signed(ChunkedBodies.signed(content, 8192), declared)::readAllBytes).error())
        .isEqualTo(S3Error.IncompleteBody);
    byte[] unsigned = ChunkedBodies.unsigned(content, 8192, CRC_LINE);
    assertThat(Refusal.of(unsigned(unsigned, declared, CRC)::readAllBytes).error())
        .isEqualTo(S3Error.IncompleteBody);
  }

  @Test
  void smallChunksInTheMiddleAreRefused() {
    byte[] content = ChunkedBodies.content(100);
    S3Exception signed = Refusal.of(signed(ChunkedBodies.signed(content, 60), 100)::readAllBytes);
    S3Exception unsigned =
        Refusal.of(unsigned(ChunkedBodies.unsigned(content, 60, ""), 100)::readAllBytes);
    for (S3Exception refusal : List.of(signed, unsigned)) {
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidChunkSizeError);
      assertThat(refusal.elements())
          .containsEntry("Chunk", "2")
          .containsEntry("BadChunkSize", "60");
    }
  }

  @Test
  void aSignedChunkBeyondTheLimitIsRefusedBeforeItIsRead() {
    int size = ChunkedInput.MAX_SIGNED_CHUNK_BYTES + 1;
    String header = Integer.toHexString(size) + ";chunk-signature=" + "0".repeat(64) + "\r\n";
    assertThat(Refusal.of(signed(ascii(header), size)::readAllBytes).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "zz\r\n",
        "-1\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5;a=b\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhelloXX0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\nrest",
        "5\r\nhello\r\n0\r\n\r\n\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\nab",
        "ffffffffffffffff\r\nhello",
        "7fffffffffffffff\r\nhello",
        "5\r\nhello\r\n0\r\n",
        "5;chunk-signature=00\r\nhello\r\n0\r\n\r\n"
      })
  void brokenFramingIsIncomplete(String body) {
    assertThat(Refusal.of(unsigned(ascii(body), 5)::readAllBytes).error())
        .isEqualTo(S3Error.IncompleteBody);
  }

  @Test
  void linesAreBounded() {
    var endless = new CountingInput();
    ChunkedInput header = new ChunkedInput(endless, 5, null, List.of());
    assertThat(Refusal.of(header::readAllBytes).error()).isEqualTo(S3Error.IncompleteBody);
    assertThat(endless.count).isLessThan(20_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-amz-checksum-crc32:A~~ | x-amz-checksum-crc32 | OK",
        "X-Amz-Checksum-CRC32 : A~~ | x-amz-checksum-crc32 | OK",
        "x-amz-checksum-crc32:A^~~ | x-amz-checksum-crc32 | OK",
        "~ | x-amz-checksum-crc32 | IncompleteBody",
        "x-amz-checksum-sha1:A~~ | x-amz-checksum-crc32 | MalformedTrailerError",
        "x-amz-checksum-crc32:A~x-amz-checksum-crc32:A~~ | x-amz-checksum-crc32 | MalformedTrailerError",
        "x-amz-checksum-crc32:A~x-amz-meta-a:B~~ | x-amz-checksum-crc32 | MalformedTrailerError",
        "x-amz-checksum-crc32~~ | x-amz-checksum-crc32 | MalformedTrailerError",
        ":A~~ | x-amz-checksum-crc32 | MalformedTrailerError",
        "x-amz-checksum-crc32:A~~ | x-amz-checksum-crc32,x-amz-checksum-sha1 | MalformedTrailerError",
        "x-amz-checksum-crc32:A~~ | | MalformedTrailerError"
      })
  void declaredTrailersAndOnlyThoseAreThere(
      String trailers, @Nullable String declared, String outcome) throws IOException {
    String text = trailers.replace("~", "\r\n").replace("^", "\n");
    List<String> names = declared == null ? List.of() : Arrays.asList(declared.split(",", -1));
    var input = new ChunkedInput(stream("1\r\nx\r\n0\r\n" + text), 1, null, names);
    if (outcome.equals("OK")) {
      assertThat(input.readAllBytes()).containsExactly('x');
      assertThat(input.trailers().first(CRC)).contains("A");
    } else {
      assertThat(Refusal.of(input::readAllBytes).error()).isEqualTo(S3Error.valueOf(outcome));
    }
  }

  @Test
  void trailersMayEndAsInAmazonsExample() throws IOException {
    byte[] content = ChunkedBodies.content(10);
    ChunkSignatures chain = ChunkedBodies.chain();
    var out = ChunkedBodies.chunks(content, 8192, chain);
    String signature = chain.signTrailers(CRC + ":AAAAAA==\n");
    ChunkedBodies.write(
        out, CRC + ":AAAAAA==\n\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n");
    ChunkedInput input = signedTrailer(out.toByteArray(), 10);
    assertThat(input.readAllBytes()).isEqualTo(content);
    assertThat(input.trailers().first(CRC)).contains("AAAAAA==");
  }

  @Test
  void signedTrailersNeedTheirSignature() {
    byte[] content = ChunkedBodies.content(10);
    var out = ChunkedBodies.chunks(content, 8192, ChunkedBodies.chain());
    ChunkedBodies.write(out, CRC_LINE + "\r\n");
    assertThat(Refusal.of(signedTrailer(out.toByteArray(), 10)::readAllBytes).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  private static ChunkedInput signed(byte[] sent, int declared) {
    return new ChunkedInput(new ByteArrayInputStream(sent), declared, ChunkedBodies.chain(), null);
  }

  private static ChunkedInput signedTrailer(byte[] sent, int declared) {
    return new ChunkedInput(
        new ByteArrayInputStream(sent), declared, ChunkedBodies.chain(), List.of(CRC));
  }

  private static ChunkedInput unsigned(byte[] sent, int declared, String... trailers) {
    return new ChunkedInput(new ByteArrayInputStream(sent), declared, null, List.of(trailers));
  }

  private static byte[] readBy(InputStream in, int readBytes) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[readBytes];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
    return out.toByteArray();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends the digit 0 for ever. */
  private static final class CountingInput extends InputStream {
    private int count;

    @Override
    public int read() {
      count++;
      return '0';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + length, (byte) '0');
      count += length;
      return length;
    }
  }
}
