package dev.coffer.crypto.payload;

import java.io.IOException;
import java.io.OutputStream;

/** Two sealing streams, one writing into the other; closing ends both messages, the inner first. */
final class LayeredOutput extends OutputStream {
  private final OutputStream inner;
  private final OutputStream outer;

  /** Takes an {@code inner} that writes into {@code outer} and does not close it. */
  LayeredOutput(OutputStream inner, OutputStream outer) {
    this.inner = inner;
    this.outer = outer;
  }

  @Override
  public void write(int b) throws IOException {
    inner.write(b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    inner.write(source, offset, length);
  }

  @Override
  public void flush() throws IOException {
    inner.flush();
  }

  /** When the inner message cannot be ended, the outer one stays unfinished as well. */
  @Override
  public void close() throws IOException {
    inner.close();
    outer.close();
  }
}
