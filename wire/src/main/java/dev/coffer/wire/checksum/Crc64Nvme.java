package dev.coffer.wire.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64/NVME, sixteen bytes at a step by tables.
 *
 * <p>Reflected, polynomial {@code ad93d23594c93659}, begins and ends with all ones; the check value
 * of {@code 123456789} is {@code ae8b14860a799888}. Source: NVM Express NVM Command Set
 * Specification, "64b CRC Definition".
 */
final class Crc64Nvme implements java.util.zip.Checksum {
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L; // bits reversed
  private static final int SLICES = 16;
  private static final long[] TABLE = table();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long crc = -1;

  private static long[] table() {
    long[] table = new long[SLICES * 256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value >>> 1) ^ ((value & 1) == 0 ? 0 : POLYNOMIAL);
      }
      table[i] = value;
    }
    for (int i = 256; i < table.length; i++) {
      long before = table[i - 256];
      table[i] = (before >>> 8) ^ table[(int) (before & 0xFF)];
    }
    return table;
  }

  @Override
  public void update(int b) {
    crc = (crc >>> 8) ^ TABLE[(int) ((crc ^ b) & 0xFF)];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long c = crc;
    int end = offset + length;
    int i = offset;
    for (; i + SLICES <= end; i += SLICES) {
      c = sixteen((long) LONG.get(bytes, i) ^ c, (long) LONG.get(bytes, i + 8));
    }
    for (; i < end; i++) {
      c = (c >>> 8) ^ TABLE[(int) ((c ^ bytes[i]) & 0xFF)];
    }
    crc = c;
  }

  private static long sixteen(long first, long second) {
    return eight(first, 8) ^ eight(second, 0);
  }

  /** The contribution of eight bytes that are followed by so many more. */
  private static long eight(long v, int following) {
    int t = following << 8;
    return TABLE[t + 0x700 + (int) (v & 0xFF)]
        ^ TABLE[t + 0x600 + (int) ((v >>> 8) & 0xFF)]
        ^ TABLE[t + 0x500 + (int) ((v >>> 16) & 0xFF)]
        ^ TABLE[t + 0x400 + (int) ((v >>> 24) & 0xFF)]
        ^ TABLE[t + 0x300 + (int) ((v >>> 32) & 0xFF)]
        ^ TABLE[t + 0x200 + (int) ((v >>> 40) & 0xFF)]
        ^ TABLE[t + 0x100 + (int) ((v >>> 48) & 0xFF)]
        ^ TABLE[t + (int) (v >>> 56)];
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = -1;
  }
}
