package dev.coffer.crypto.seal;

/**
 * Sealed bytes that can be read at any place: a blob, or bytes in memory.
 *
 * <p>An implementation reads synchronously, does not change while it is read, and reports trouble
 * by unchecked exceptions of its own, which pass through the reader unchanged.
 */
public interface SealedSource {

  /** Returns the size of the whole message, header included. */
  long sizeBytes();

  /**
   * Reads between one and {@code length} bytes that begin at {@code at}.
   *
   * @return how many were read, or −1 at the end
   */
  int read(long at, byte[] target, int offset, int length);

  /** Returns a source over bytes in memory, which the caller no longer changes. */
  static SealedSource of(byte[] sealed) {
    return new SealedSource() {
      @Override
      public long sizeBytes() {
        return sealed.length;
      }

      @Override
      public int read(long at, byte[] target, int offset, int length) {
        if (at >= sealed.length) {
          return -1;
        }
        int taken = (int) Math.min(length, sealed.length - at);
        System.arraycopy(sealed, (int) at, target, offset, taken);
        return taken;
      }
    };
  }
}
