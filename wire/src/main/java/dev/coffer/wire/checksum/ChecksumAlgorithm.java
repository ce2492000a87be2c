package dev.coffer.wire.checksum;

import java.util.Locale;
import java.util.Optional;

/**
 * The additional checksums that are computed, stored and returned. Amazon's newest model knows more
 * (SHA512, MD5, XXHASH64, XXHASH3, XXHASH128); those are refused by name.
 */
public enum ChecksumAlgorithm {
  CRC32(4, true),
  CRC32C(4, true),
  CRC64NVME(8, true),
  SHA1(20, false),
  SHA256(32, false);

  private final int sizeBytes;
  private final boolean combinable;

  ChecksumAlgorithm(int sizeBytes, boolean combinable) {
    this.sizeBytes = sizeBytes;
    this.combinable = combinable;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  /** Whether the checksums of parts combine to that of the whole (type FULL_OBJECT). */
  public boolean combinable() {
    return combinable;
  }

  /** {@code x-amz-checksum-crc32} and so on. */
  public String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /** By Amazon's name, in any case. */
  public static Optional<ChecksumAlgorithm> named(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.name().equalsIgnoreCase(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
