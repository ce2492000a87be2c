package dev.coffer.wire.checksum;

import java.util.Base64;

/**
 * A checksum under way. Not safe for several threads; {@link #value} may be asked once, at the end.
 */
public interface Checksum {
  void update(byte[] bytes, int offset, int length);

  /** Big-endian, as long as the algorithm says. */
  byte[] value();

  default String base64() {
    return Base64.getEncoder().encodeToString(value());
  }

  static Checksum of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new Crc(new java.util.zip.CRC32(), algorithm.sizeBytes());
      case CRC32C -> new Crc(new java.util.zip.CRC32C(), algorithm.sizeBytes());
      case CRC64NVME -> new Crc(new Crc64Nvme(), algorithm.sizeBytes());
      case SHA1 -> new Digest("SHA-1");
      case SHA256 -> new Digest("SHA-256");
    };
  }
}
