package dev.coffer.wire.checksum;

/** A cyclic redundancy check. */
final class Cyclic implements Checksum {
  private final java.util.zip.Checksum crc;
  private final int sizeBytes;

  Cyclic(java.util.zip.Checksum crc, int sizeBytes) {
    this.crc = crc;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  @Override
  public byte[] value() {
    return Big.endian(crc.getValue(), sizeBytes);
  }
}
