package dev.coffer.crypto.seal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF-Expand with HMAC-SHA-512. Source: RFC 5869 §2.3.
 *
 * <p>The JDK's own KDF refuses a pseudorandom key shorter than the hash, and ours has 32 bytes.
 */
final class HkdfSha512 {
  private static final String HMAC = "HmacSHA512";
  private static final int HASH_BYTES = 64;

  /** Asked once: to look through all providers takes longer than what is done with one here. */
  private static final Provider PROVIDER = first().getProvider();

  private HkdfSha512() {}

  private static Mac first() {
    try {
      return Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA-512", e);
    }
  }

  /**
   * Returns {@code sizeBytes} of output keying material.
   *
   * @throws IllegalArgumentException for more than 255 blocks of the hash
   */
  static byte[] expand(byte[] pseudorandomKey, byte[] info, int sizeBytes) {
    if (sizeBytes < 0 || sizeBytes > 255 * HASH_BYTES) {
      throw new IllegalArgumentException("HKDF cannot give that many bytes");
    }
    try {
      Mac mac = Mac.getInstance(HMAC, PROVIDER);
      mac.init(new SecretKeySpec(pseudorandomKey, HMAC));
      return expand(mac, info, sizeBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA-512", e);
    }
  }

  private static byte[] expand(Mac mac, byte[] info, int sizeBytes)
      throws GeneralSecurityException {
    byte[] output = new byte[sizeBytes];
    byte[] block = new byte[HASH_BYTES];
    for (int done = 0, counter = 1; done < sizeBytes; done += HASH_BYTES, counter++) {
      mac.update(info);
      mac.update((byte) counter);
      mac.doFinal(block, 0);
      System.arraycopy(block, 0, output, done, Math.min(HASH_BYTES, sizeBytes - done));
      mac.update(block);
    }
    return output;
  }
}
