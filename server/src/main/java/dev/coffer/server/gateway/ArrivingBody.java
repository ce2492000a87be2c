package dev.coffer.server.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that tells once when its last byte has come. */
final class ArrivingBody extends FilterInputStream {
  private final long sizeBytes;
  private final Runnable ended;
  private long passedBytes;
  private boolean told;

  /**
   * Wraps a body.
   *
   * @param sizeBytes as it was announced; negative when it was not
   */
  ArrivingBody(InputStream stream, long sizeBytes, Runnable ended) {
    super(stream);
    this.sizeBytes = sizeBytes;
    this.ended = ended;
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
    if (!told && (count < 0 || passedBytes == sizeBytes)) {
      told = true;
      ended.run();
    }
    return count;
  }
}
