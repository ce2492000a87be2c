package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Secret;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The recovery key on paper: 32 random bytes and a checksum as 14 groups of 4 Crockford digits.
 *
 * <p>Reading forgives case, spaces, hyphens and the letters that look like digits (O, I, L). A
 * wrong digit is told from a wrong key, since the checksum is a public function of the key.
 */
final class RecoveryKey {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final byte[] CHECKSUM_LABEL = "coffer/recovery-key/v1".getBytes(US_ASCII);
  private static final int CHECKSUM_BYTES = 3;
  private static final int BYTES = StoreRootKey.KEY_BYTES + CHECKSUM_BYTES;
  private static final int DIGIT_COUNT = BYTES * 8 / 5;
  private static final int GROUP = 4;

  private RecoveryKey() {}

  static String format(Secret key) {
    byte[] printed = Arrays.copyOf(key.bytes(), BYTES);
    System.arraycopy(checksum(printed), 0, printed, StoreRootKey.KEY_BYTES, CHECKSUM_BYTES);
    var bits = new BigInteger(1, printed);
    Arrays.fill(printed, (byte) 0);
    var text = new StringBuilder();
    for (int i = 0; i < DIGIT_COUNT; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      int digit = bits.shiftRight(5 * (DIGIT_COUNT - 1 - i)).intValue() & 31;
      text.append(DIGITS.charAt(digit));
    }
    return text.toString();
  }

  /**
   * Returns the key within; the caller closes it.
   *
   * @throws CustodyException for what is not a recovery key as printed
   */
  static Secret parse(String printed) {
    String digits = digits(printed);
    if (digits.length() != DIGIT_COUNT) {
      throw mistyped();
    }
    var bits = BigInteger.ZERO;
    for (int i = 0; i < DIGIT_COUNT; i++) {
      int digit = DIGITS.indexOf(digits.charAt(i));
      if (digit < 0) {
        throw mistyped();
      }
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(digit));
    }
    return checked(bits);
  }

  private static String digits(String printed) {
    return printed
        .strip()
        .toUpperCase(Locale.ROOT)
        .replace("-", "")
        .replace(" ", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }

  private static Secret checked(BigInteger bits) {
    byte[] signed = bits.toByteArray();
    byte[] bytes = new byte[BYTES];
    int length = Math.min(signed.length, BYTES);
    System.arraycopy(signed, signed.length - length, bytes, BYTES - length, length);
    byte[] given = Arrays.copyOfRange(bytes, StoreRootKey.KEY_BYTES, BYTES);
    if (!MessageDigest.isEqual(given, checksum(bytes))) {
      throw mistyped();
    }
    return Secret.of(Arrays.copyOf(bytes, StoreRootKey.KEY_BYTES));
  }

  private static byte[] checksum(byte[] keyFirst) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(CHECKSUM_LABEL);
      sha256.update(keyFirst, 0, StoreRootKey.KEY_BYTES);
      return Arrays.copyOf(sha256.digest(), CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  private static CustodyException mistyped() {
    return new CustodyException(
        CustodyException.Reason.WRONG_SECRET, "this is not a recovery key as it was printed");
  }
}
