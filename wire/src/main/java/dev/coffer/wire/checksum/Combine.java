package dev.coffer.wire.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The checksum of a whole from those of its parts, without the bytes.
 *
 * <p>{@link #fullObject} needs an algorithm that is {@link ChecksumAlgorithm#combinable}; appending
 * n bytes multiplies the remainder by x to the power 8n, which is found by squaring, so a part of
 * any size costs the same few thousand operations. {@link #composite} is the checksum over the
 * parts' checksums, as Amazon shows it: base64, then {@code -} and the number of parts.
 */
public final class Combine {
  private Combine() {}

  /** One part: its checksum in base64 and its length. */
  public record Part(String base64, long sizeBytes) {}

  public static String fullObject(ChecksumAlgorithm algorithm, List<Part> parts) {
    long polynomial = polynomial(algorithm);
    long one = 1L << (algorithm.sizeBytes() * Byte.SIZE - 1); // bits are reflected
    long sum = 0;
    for (Part part : parts) {
      sum =
          times(polynomial, one, power(polynomial, one, part.sizeBytes()), sum)
              ^ value(part.base64());
    }
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(sum).array();
    byte[] value = Arrays.copyOfRange(eight, Long.BYTES - algorithm.sizeBytes(), Long.BYTES);
    return Base64.getEncoder().encodeToString(value);
  }

  public static String composite(ChecksumAlgorithm algorithm, List<Part> parts) {
    Checksum checksum = Checksum.of(algorithm);
    for (Part part : parts) {
      byte[] value = Base64.getDecoder().decode(part.base64());
      checksum.update(value, 0, value.length);
    }
    return checksum.base64() + "-" + parts.size();
  }

  private static long value(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    long value = 0;
    for (byte b : bytes) {
      value = (value << 8) | (b & 0xFF);
    }
    return value;
  }

  private static long polynomial(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> 0xEDB88320L;
      case CRC32C -> 0x82F63B78L;
      case CRC64NVME -> Crc64Nvme.REFLECTED;
      case SHA1, SHA256 ->
          throw new IllegalArgumentException(algorithm + " has no checksum of the full object");
    };
  }

  /** x to the power of 8n; {@code one} is its power of 0. */
  private static long power(long polynomial, long one, long lengthBytes) {
    long result = one;
    long square = one >>> Byte.SIZE;
    for (long left = lengthBytes; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result = times(polynomial, one, square, result);
      }
      square = times(polynomial, one, square, square);
    }
    return result;
  }

  private static long times(long polynomial, long one, long a, long b) {
    long product = 0;
    long shifted = b;
    for (long bit = one; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
    }
    return product;
  }
}
