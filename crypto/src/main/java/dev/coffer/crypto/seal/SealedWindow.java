package dev.coffer.crypto.seal;

/** A window over sealed bytes that slides forward, so that several chunks cost one read. */
final class SealedWindow {
  private static final int READ_AHEAD_BYTES =
      Cobblestone.HEADER_BYTES + 8 * Cobblestone.SEALED_CHUNK_BYTES;

  private final SealedSource source;
  private final byte[] window;
  private long start;
  private int filled;

  /** Makes a window that will serve at most {@code expectedBytes} in all. */
  SealedWindow(SealedSource source, long expectedBytes) {
    this.source = source;
    this.window = new byte[(int) Math.min(READ_AHEAD_BYTES, expectedBytes)];
  }

  byte[] array() {
    return window;
  }

  /**
   * Returns where in {@link #array} the {@code length} bytes from {@code at} lie, reading on as far
   * as {@code until} when they must be fetched.
   */
  int locate(long at, int length, long until) {
    if (at < start || at + length > start + filled) {
      filled = 0;
      fetch(at, (int) Math.min(window.length, until - at));
    }
    return (int) (at - start);
  }

  private void fetch(long at, int length) {
    int done = 0;
    while (done < length) {
      int read = source.read(at + done, window, done, length - done);
      if (read <= 0) {
        throw new NotAuthentic();
      }
      done += read;
    }
    start = at;
    filled = length;
  }
}
