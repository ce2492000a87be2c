package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A body as it is, checked against its declared length and, if declared, its SHA-256.
 *
 * <p>With a known length the last byte is released only after everything has been checked, so a
 * reader that counts bytes cannot miss a mismatch. After a failure every read fails.
 */
final class CheckedInput extends InputStream {
  private final InputStream source;
  private final @Nullable String expectedSha256;
  private final MessageDigest digest = Sha256.digest();
  private final boolean sizeKnown;
  private long leftBytes;
  private boolean ended;
  private @Nullable S3Exception failure;

  CheckedInput(Body body, @Nullable String expectedSha256) {
    this.source = body.stream();
    this.sizeKnown = body.sizeBytes() != Body.UNKNOWN;
    this.leftBytes = sizeKnown ? body.sizeBytes() : Long.MAX_VALUE;
    this.expectedSha256 = expectedSha256;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    if (leftBytes == 0) {
      return end();
    }
    int count = source.read(target, offset, (int) Math.min(length, leftBytes));
    if (count < 0) {
      return sizeKnown ? fail(shorter()) : end();
    }
    update(target, offset, count);
    leftBytes -= count;
    if (leftBytes == 0) {
      end();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private void update(byte[] bytes, int offset, int count) {
    if (expectedSha256 != null) {
      digest.update(bytes, offset, count);
    }
  }

  private int end() {
    if (expectedSha256 != null) {
      String computed = HexFormat.of().formatHex(digest.digest());
      if (!computed.equals(expectedSha256.toLowerCase(Locale.ROOT))) {
        fail(mismatch(expectedSha256, computed));
      }
    }
    ended = true;
    return -1;
  }

  private int fail(S3Exception why) {
    failure = why;
    throw why;
  }

  static S3Exception mismatch(String declared, String computed) {
    return S3Error.XAmzContentSHA256Mismatch.with("ClientComputedContentSHA256", declared)
        .with("S3ComputedContentSHA256", computed);
  }

  private static S3Exception shorter() {
    return S3Error.IncompleteBody.because(
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }
}
