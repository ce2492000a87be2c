package dev.coffer.iam.identity;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.wire.sigv4.SecretAccessKey;

/** Draws access keys of Amazon's shape. */
public final class AccessKeyGenerator {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int ID_CHARACTERS = 16;
  private static final int SECRET_CHARACTERS = 40;

  private final Entropy entropy;

  public AccessKeyGenerator(Entropy entropy) {
    this.entropy = entropy;
  }

  /** {@code AKIA} and 16 characters of base32: 80 random bits. */
  public String id() {
    return "AKIA" + draw(BASE32, ID_CHARACTERS);
  }

  /** {@code ASIA} and 16 characters of base32, for a session. */
  public String sessionId() {
    return "ASIA" + draw(BASE32, ID_CHARACTERS);
  }

  /** 40 characters of base64: 240 random bits. */
  public SecretAccessKey secret() {
    return SecretAccessKey.of(draw(BASE64, SECRET_CHARACTERS));
  }

  /** A new key of the account's root. */
  public AccessKey forRootOf(Account account) {
    return AccessKey.ofRoot(id(), secret(), account);
  }

  /** A new key of a user. */
  public AccessKey forUser(Account account, String userId) {
    return new AccessKey(id(), secret(), account, userId);
  }

  /** Both alphabets are a power of two long, so a mask keeps every character equally likely. */
  private String draw(String alphabet, int characters) {
    var text = new StringBuilder(characters);
    for (byte random : entropy.bytes(characters)) {
      text.append(alphabet.charAt(random & (alphabet.length() - 1)));
    }
    return text.toString();
  }
}
