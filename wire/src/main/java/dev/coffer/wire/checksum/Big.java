package dev.coffer.wire.checksum;

/** Numbers as big-endian bytes. */
final class Big {
  private Big() {}

  static byte[] endian(long value, int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    for (int i = 0; i < sizeBytes; i++) {
      bytes[i] = (byte) (value >>> (8 * (sizeBytes - 1 - i)));
    }
    return bytes;
  }

  static long number(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = (value << 8) | (b & 0xFF);
    }
    return value;
  }
}
