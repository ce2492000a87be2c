package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.ChecksumInput;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's body: its MD5 and one checksum are computed while it passes, and at its end it is
 * compared with what its sender declared. More than {@value #MAX_BYTES} bytes are EntityTooLarge.
 */
final class ReceivedContent implements Content {
  /** The largest body of one request. */
  public static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  private final ChecksumInput input;
  private final @Nullable ChecksumAlgorithm kept;
  private long passedBytes;

  private ReceivedContent(ChecksumInput input, @Nullable ChecksumAlgorithm kept) {
    this.input = input;
    this.kept = kept;
  }

  /**
   * A request's body; refuses a malformed or contradictory declaration.
   *
   * @param otherwise the checksum to compute when none was declared, if any
   */
  static ReceivedContent of(Body body, Integrity integrity, @Nullable ChecksumAlgorithm otherwise) {
    Expected expected = Expected.from(integrity);
    if (body.sizeBytes() > MAX_BYTES) {
      throw tooLarge(body.sizeBytes());
    }
    ChecksumAlgorithm kept = expected.algorithm().orElse(otherwise);
    return new ReceivedContent(expected.open(body, wanted(kept), true), kept);
  }

  private static Set<ChecksumAlgorithm> wanted(@Nullable ChecksumAlgorithm algorithm) {
    return algorithm == null ? Set.of() : EnumSet.of(algorithm);
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    return read(buffer, 0);
  }

  @Override
  public int readFully(byte[] buffer) throws IOException {
    int filled = 0;
    while (filled < buffer.length) {
      int read = read(buffer, filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled;
  }

  private int read(byte[] buffer, int offset) throws IOException {
    int read = input.read(buffer, offset, buffer.length - offset);
    passedBytes += Math.max(0, read);
    if (passedBytes > MAX_BYTES) {
      throw tooLarge(passedBytes);
    }
    return read;
  }

  @Override
  public void verify() {
    input.result();
  }

  @Override
  public long sizeBytes() {
    return input.result().sizeBytes();
  }

  @Override
  public Bytes md5() {
    return input
        .result()
        .md5()
        .map(Bytes::copyOf)
        .orElseThrow(() -> new IllegalStateException("no MD5 was computed"));
  }

  @Override
  public @Nullable StoredChecksum checksum() {
    ChecksumAlgorithm algorithm = kept;
    if (algorithm == null) {
      return null;
    }
    String base64 = input.result().checksums().get(algorithm);
    if (base64 == null) {
      throw new IllegalStateException("a wanted checksum was not computed");
    }
    Bytes value = Bytes.copyOf(Base64.getDecoder().decode(base64));
    return new StoredChecksum(new ChecksumMark(algorithm, false), value, 0);
  }

  private static S3Exception tooLarge(long sizeBytes) {
    return S3Error.EntityTooLarge.with("ProposedSize", String.valueOf(sizeBytes))
        .with("MaxSizeAllowed", String.valueOf(MAX_BYTES));
  }
}
