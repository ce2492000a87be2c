package dev.coffer.wire.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A cyclic redundancy check of four or eight bytes. */
final class Crc implements Checksum {
  private final java.util.zip.Checksum sum;
  private final int sizeBytes;

  Crc(java.util.zip.Checksum sum, int sizeBytes) {
    this.sum = sum;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    sum.update(bytes, offset, length);
  }

  @Override
  public byte[] value() {
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array();
    return Arrays.copyOfRange(eight, Long.BYTES - sizeBytes, Long.BYTES);
  }
}
