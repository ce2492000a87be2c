package dev.coffer.wire.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64/NVME: polynomial AD93D23594C93659, reflected, all ones before and after. Sixteen bytes a
 * step over sixteen tables of 2 KiB. Check value of "123456789": AE8B14860A799888.
 */
final class Crc64Nvme implements java.util.zip.Checksum {
  /** The polynomial with its bits in reverse. */
  static final long REFLECTED = 0x9A6C9329AC4BC9B5L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int STEP_BYTES = 16;
  private static final long[][] TABLES = tables();

  private long crc;

  @Override
  public void update(int b) {
    long sum = ~crc;
    crc = ~((sum >>> 8) ^ TABLES[0][(int) (sum ^ b) & 0xFF]);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long sum = ~crc;
    int at = offset;
    int end = offset + length;
    for (; end - at >= STEP_BYTES; at += STEP_BYTES) {
      long low = sum ^ (long) LONGS.get(bytes, at);
      long high = (long) LONGS.get(bytes, at + Long.BYTES);
      sum = eight(low, 8) ^ eight(high, 0);
    }
    for (; at < end; at++) {
      sum = (sum >>> 8) ^ TABLES[0][(int) (sum ^ bytes[at]) & 0xFF];
    }
    crc = ~sum;
  }

  @Override
  public long getValue() {
    return crc;
  }

  @Override
  public void reset() {
    crc = 0;
  }

  /** What eight bytes contribute when {@code behind} more follow in the step. */
  private static long eight(long bytes, int behind) {
    return TABLES[behind + 7][(int) bytes & 0xFF]
        ^ TABLES[behind + 6][(int) (bytes >>> 8) & 0xFF]
        ^ TABLES[behind + 5][(int) (bytes >>> 16) & 0xFF]
        ^ TABLES[behind + 4][(int) (bytes >>> 24) & 0xFF]
        ^ TABLES[behind + 3][(int) (bytes >>> 32) & 0xFF]
        ^ TABLES[behind + 2][(int) (bytes >>> 40) & 0xFF]
        ^ TABLES[behind + 1][(int) (bytes >>> 48) & 0xFF]
        ^ TABLES[behind][(int) (bytes >>> 56)];
  }

  private static long[][] tables() {
    var tables = new long[STEP_BYTES][256];
    for (int b = 0; b < 256; b++) {
      long sum = b;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 1) == 0 ? sum >>> 1 : (sum >>> 1) ^ REFLECTED;
      }
      tables[0][b] = sum;
    }
    for (int k = 1; k < STEP_BYTES; k++) {
      for (int b = 0; b < 256; b++) {
        long before = tables[k - 1][b];
        tables[k][b] = (before >>> 8) ^ tables[0][(int) before & 0xFF];
      }
    }
    return tables;
  }
}
