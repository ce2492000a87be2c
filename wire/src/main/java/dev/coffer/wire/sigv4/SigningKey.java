package dev.coffer.wire.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key derived from a secret for one {@link CredentialScope}. Good for nothing outside that scope;
 * has no readable {@code toString}.
 */
public final class SigningKey {
  private static final String HMAC = "HmacSHA256";

  /** Asked once: to look through all providers takes longer than to sign. */
  private static final Provider PROVIDER = first().getProvider();

  private final CredentialScope scope;
  private final SecretKeySpec key;

  private SigningKey(CredentialScope scope, byte[] key) {
    this.scope = scope;
    this.key = new SecretKeySpec(key, HMAC);
  }

  /** Derives the key of a scope: four HMACs, one for each part. */
  public static SigningKey derive(SecretAccessKey secret, CredentialScope scope) {
    byte[] key = utf8("AWS4" + secret.reveal());
    for (String part :
        new String[] {scope.date(), scope.region(), scope.service(), CredentialScope.TERMINAL}) {
      key = hmac(new SecretKeySpec(key, HMAC), part);
    }
    return new SigningKey(scope, key);
  }

  /** The scope for which the key was derived. */
  public CredentialScope scope() {
    return scope;
  }

  /** The signature in lower-case hexadecimal. */
  String sign(String stringToSign) {
    return HexFormat.of().formatHex(hmac(key, stringToSign));
  }

  /** Compares in constant time. */
  boolean verifies(String stringToSign, String signature) {
    return MessageDigest.isEqual(utf8(sign(stringToSign)), utf8(signature));
  }

  private static Mac first() {
    try {
      return Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC, PROVIDER);
      mac.init(key);
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
