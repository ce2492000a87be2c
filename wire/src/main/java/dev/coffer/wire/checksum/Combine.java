package dev.coffer.wire.checksum;

import java.util.Base64;

/**
 * Makes the checksum of a whole from those of its parts, in order, without the bytes (checksum type
 * FULL_OBJECT). Only cyclic checks can; see {@link ChecksumAlgorithm#combinable}.
 *
 * <p>Appending n bytes multiplies the remainder by x to the power 8n; powers are found by squaring,
 * so a part of any size costs the same few multiplications.
 */
public final class Combine {
  private final ChecksumAlgorithm algorithm;
  private final long polynomial;
  private final long top;
  private long value;

  private Combine(ChecksumAlgorithm algorithm, long polynomial) {
    this.algorithm = algorithm;
    this.polynomial = polynomial;
    this.top = 1L << (8 * algorithm.sizeBytes() - 1);
  }

  /** Begins with no bytes. */
  public static Combine of(ChecksumAlgorithm algorithm) {
    return new Combine(
        algorithm,
        switch (algorithm) {
          case CRC32 -> 0xEDB88320L;
          case CRC32C -> 0x82F63B78L;
          case CRC64NVME -> Crc64Nvme.POLYNOMIAL;
          case SHA1, SHA256 ->
              throw new IllegalStateException(algorithm + " of parts does not combine");
        });
  }

  /** Appends a part. */
  public Combine add(byte[] checksum, long sizeBytes) {
    if (checksum.length != algorithm.sizeBytes() || sizeBytes < 0) {
      throw new IllegalStateException("not a checksum of a part");
    }
    value = times(power(sizeBytes), value) ^ Big.number(checksum);
    return this;
  }

  public byte[] value() {
    return Big.endian(value, algorithm.sizeBytes());
  }

  /** {@link #value} as the wire carries it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(value());
  }

  /** x to the power 8n; the highest bit is the power 0, since bits are reflected. */
  private long power(long sizeBytes) {
    long result = top;
    long square = top >>> 8;
    for (long n = sizeBytes; n != 0; n >>>= 1) {
      if ((n & 1) != 0) {
        result = times(square, result);
      }
      square = times(square, square);
    }
    return result;
  }

  private long times(long a, long b) {
    long product = 0;
    long shifted = b;
    for (long bit = top; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted >>> 1) ^ ((shifted & 1) == 0 ? 0 : polynomial);
    }
    return product;
  }
}
