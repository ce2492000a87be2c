package dev.coffer.wire.form;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file whose size a policy limits. One that is too large fails as soon as it is; what more there
 * is of it is counted for the refusal, up to {@value #COUNTED_BYTES} bytes.
 */
final class SizedInput extends FilterInputStream {
  private static final int COUNTED_BYTES = 1 << 20;

  private final long minBytes;
  private final long maxBytes;
  private long passedBytes;

  SizedInput(InputStream file, long minBytes, long maxBytes) {
    super(file);
    this.minBytes = minBytes;
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    passedBytes += Math.max(0, count);
    if (passedBytes > maxBytes) {
      throw tooLarge();
    }
    if (count < 0 && passedBytes < minBytes) {
      throw S3Error.EntityTooSmall.with("ProposedSize", Long.toString(passedBytes))
          .with("MinSizeAllowed", Long.toString(minBytes));
    }
    return count;
  }

  private S3Exception tooLarge() throws IOException {
    byte[] rest = in.readNBytes(COUNTED_BYTES);
    return S3Error.EntityTooLarge.with("ProposedSize", Long.toString(passedBytes + rest.length))
        .with("MaxSizeAllowed", Long.toString(maxBytes));
  }
}
