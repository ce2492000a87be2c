package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;

/**
 * The recovery key on paper: 32 random bytes and a checksum as 14 groups of 4 {@link Crockford}
 * digits.
 *
 * <p>A wrong digit is told from a wrong key, since the checksum is a public function of the key.
 */
final class RecoveryKey {
  private static final byte[] CHECKSUM_LABEL = "coffer/recovery-key/v1".getBytes(US_ASCII);

  private RecoveryKey() {}

  static String format(Secret key) {
    byte[] printed = PaperChecksum.append(CHECKSUM_LABEL, key.bytes());
    String text = Crockford.format(printed);
    Arrays.fill(printed, (byte) 0);
    return text;
  }

  /**
   * Returns the key within; the caller closes it.
   *
   * @throws CustodyException for what is not a recovery key as printed
   */
  static Secret parse(String printed) {
    return Crockford.parse(printed, StoreRootKey.KEY_BYTES + PaperChecksum.BYTES)
        .flatMap(bytes -> PaperChecksum.strip(CHECKSUM_LABEL, bytes))
        .map(Secret::of)
        .orElseThrow(RecoveryKey::mistyped);
  }

  private static CustodyException mistyped() {
    return new CustodyException(
        CustodyException.Reason.WRONG_SECRET, "this is not a recovery key as it was printed");
  }
}
