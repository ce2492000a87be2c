package dev.coffer.server.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * An answer's body that says how many bytes were read when it is closed, and reports a failure in
 * its middle before it passes it on: by then the status is out, so the log is all that can tell.
 */
final class ObservedBody extends FilterInputStream {
  private final LongConsumer closed;
  private final Consumer<Exception> failed;
  private long bytes;
  private boolean open = true;

  ObservedBody(InputStream stream, LongConsumer closed, Consumer<Exception> failed) {
    super(stream);
    this.closed = closed;
    this.failed = failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = in.read(target, offset, length);
      bytes += Math.max(0, count);
      return count;
    } catch (IOException | RuntimeException e) {
      failed.accept(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      closed.accept(bytes);
      super.close();
    }
  }
}
