package dev.coffer.wire.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The checksum of a whole from those of its parts, without the bytes.
 *
 * <p>{@link #fullObject} needs an algorithm that is {@link ChecksumAlgorithm#combinable}; it works
 * by advancing the first part's remainder over as many zero bits as the second is long, by repeated
 * squaring of the shift operator. {@link #composite} is the checksum over the parts' checksums, as
 * Amazon shows it: base64, then {@code -} and the number of parts.
 */
public final class Combine {
  private Combine() {}

  /** One part: its checksum in base64 and its length. */
  public record Part(String base64, long sizeBytes) {}

  public static String fullObject(ChecksumAlgorithm algorithm, List<Part> parts) {
    long polynomial = polynomial(algorithm);
    int bits = algorithm.sizeBytes() * Byte.SIZE;
    long sum = 0;
    for (Part part : parts) {
      sum = shift(polynomial, bits, sum, part.sizeBytes()) ^ value(part.base64());
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

  /** The remainder after {@code lengthBytes} zero bytes more. */
  private static long shift(long polynomial, int bits, long sum, long lengthBytes) {
    long[] operator = oneZeroBit(polynomial, bits);
    for (int doublings = 0; doublings < 3; doublings++) {
      operator = square(operator);
    }
    long shifted = sum;
    for (long left = lengthBytes; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        shifted = apply(operator, shifted);
      }
      operator = square(operator);
    }
    return shifted;
  }

  private static long[] oneZeroBit(long polynomial, int bits) {
    var operator = new long[bits];
    operator[0] = polynomial;
    for (int bit = 1; bit < bits; bit++) {
      operator[bit] = 1L << (bit - 1);
    }
    return operator;
  }

  private static long[] square(long[] operator) {
    var squared = new long[operator.length];
    for (int bit = 0; bit < operator.length; bit++) {
      squared[bit] = apply(operator, operator[bit]);
    }
    return squared;
  }

  private static long apply(long[] operator, long vector) {
    long sum = 0;
    long left = vector;
    for (int bit = 0; left != 0; bit++, left >>>= 1) {
      if ((left & 1) != 0) {
        sum ^= operator[bit];
      }
    }
    return sum;
  }
}
