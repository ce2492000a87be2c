package dev.coffer.kms.custody;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes as somebody can write down and type: Crockford's base 32 in groups of 4 joined by hyphens.
 *
 * <p>Reading forgives case, spaces, hyphens and the letters that look like digits (O, I, L). The
 * number of bits must be a multiple of 5.
 */
final class Crockford {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BITS = 5;
  private static final int GROUP = 4;
  private static final int MAX_TYPED = 512;

  private Crockford() {}

  static int digits(int bytes) {
    return bytes * Byte.SIZE / BITS;
  }

  static String format(byte[] bytes) {
    var bits = new BigInteger(1, bytes);
    int digits = digits(bytes.length);
    var text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      int digit = bits.shiftRight(BITS * (digits - 1 - i)).intValue() & 31;
      text.append(DIGITS.charAt(digit));
    }
    return text.toString();
  }

  /** Returns exactly so many bytes; nothing when the text holds more, fewer or other characters. */
  static Optional<byte[]> parse(String typed, int bytes) {
    if (typed.length() > MAX_TYPED) {
      return Optional.empty();
    }
    String digits = strip(typed);
    if (digits.length() != digits(bytes)) {
      return Optional.empty();
    }
    var bits = BigInteger.ZERO;
    for (int i = 0; i < digits.length(); i++) {
      int digit = DIGITS.indexOf(digits.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      bits = bits.shiftLeft(BITS).or(BigInteger.valueOf(digit));
    }
    return Optional.of(exactly(bits, bytes));
  }

  private static String strip(String typed) {
    return typed
        .strip()
        .toUpperCase(Locale.ROOT)
        .replace("-", "")
        .replace(" ", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }

  private static byte[] exactly(BigInteger bits, int size) {
    byte[] signed = bits.toByteArray();
    byte[] bytes = new byte[size];
    int length = Math.min(signed.length, size);
    System.arraycopy(signed, signed.length - length, bytes, size - length, length);
    return bytes;
  }
}
