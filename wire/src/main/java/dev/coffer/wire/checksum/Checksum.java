package dev.coffer.wire.checksum;

import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A checksum in the making. Not for several threads. */
public interface Checksum {
  void update(byte[] bytes, int offset, int length);

  /** The value, big-endian; ends the computation, so it is asked once. */
  byte[] value();

  /** {@link #value} as the wire carries it. */
  default String base64() {
    return Base64.getEncoder().encodeToString(value());
  }

  static Checksum of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new Cyclic(new CRC32(), algorithm.sizeBytes());
      case CRC32C -> new Cyclic(new CRC32C(), algorithm.sizeBytes());
      case CRC64NVME -> new Cyclic(new Crc64Nvme(), algorithm.sizeBytes());
      case SHA1 -> new Digest("SHA-1");
      case SHA256 -> new Digest("SHA-256");
    };
  }
}
