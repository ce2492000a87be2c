package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of an {@code aws-chunked} body with the few reading moves its grammar needs. */
final class ChunkSource {
  private static final int BUFFER_BYTES = 8192;

  private final InputStream in;
  private boolean bareLineFeed;

  ChunkSource(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /**
   * A line without its end. A line may end with a line feed alone, see {@link #endedBare}.
   *
   * @throws dev.coffer.wire.s3.S3Exception IncompleteBody when the body ends first or the line is
   *     longer than the limit
   */
  String line(int maxBytes) throws IOException {
    byte[] line = new byte[maxBytes];
    int length = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || length == maxBytes) {
        throw S3Error.IncompleteBody.refusal();
      }
      line[length++] = (byte) b;
    }
    bareLineFeed = length == 0 || line[length - 1] != '\r';
    return new String(line, 0, bareLineFeed ? length : length - 1, StandardCharsets.ISO_8859_1);
  }

  /** Whether the last line ended without a carriage return. */
  boolean endedBare() {
    return bareLineFeed;
  }

  /** A line that must end with carriage return and line feed. */
  String strictLine(int maxBytes) throws IOException {
    String line = line(maxBytes);
    if (bareLineFeed) {
      throw S3Error.IncompleteBody.refusal();
    }
    return line;
  }

  /** The empty line after a chunk's bytes. */
  void requireLineEnd() throws IOException {
    if (!strictLine(2).isEmpty()) {
      throw S3Error.IncompleteBody.refusal();
    }
  }

  /** So many bytes; memory grows with what arrives, not with what was announced. */
  byte[] exactly(int sizeBytes) throws IOException {
    byte[] bytes = in.readNBytes(sizeBytes);
    if (bytes.length < sizeBytes) {
      throw S3Error.IncompleteBody.refusal();
    }
    return bytes;
  }

  /** At least one byte, at most so many. */
  int some(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count < 0) {
      throw S3Error.IncompleteBody.refusal();
    }
    return count;
  }

  /** Nothing may follow but one more empty line, which some clients send. */
  void requireEnd() throws IOException {
    byte[] rest = in.readNBytes(3);
    boolean emptyLine = rest.length == 2 && rest[0] == '\r' && rest[1] == '\n';
    if (rest.length > 0 && !emptyLine) {
      throw S3Error.IncompleteBody.refusal();
    }
  }

  void close() throws IOException {
    in.close();
  }
}
