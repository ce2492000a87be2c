package dev.coffer.wire.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The secret half of an access key. Has no readable {@code toString} and no equality but {@link
 * #sameAs}.
 */
public final class SecretAccessKey {
  private final byte[] utf8;

  private SecretAccessKey(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Takes the secret as the client knows it.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static SecretAccessKey of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a secret access key is not empty");
    }
    return new SecretAccessKey(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares in constant time. */
  public boolean sameAs(SecretAccessKey other) {
    return MessageDigest.isEqual(utf8, other.utf8);
  }

  /**
   * The text, for the two who need it: the record that seals it and the page that shows it once.
   */
  public String reveal() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
