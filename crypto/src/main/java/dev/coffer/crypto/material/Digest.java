package dev.coffer.crypto.material;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A hash of SHA-2, and the prefix that names it in PKCS #1 v1.5. Source: RFC 8017 §9.2, note 1. */
enum Digest {
  SHA_256("SHA-256", 32, "3031300d060960864801650304020105000420"),
  SHA_384("SHA-384", 48, "3041300d060960864801650304020205000430"),
  SHA_512("SHA-512", 64, "3051300d060960864801650304020305000440");

  private final String jdkName;
  private final int sizeBytes;
  private final String prefix;

  Digest(String jdkName, int sizeBytes, String prefix) {
    this.jdkName = jdkName;
    this.sizeBytes = sizeBytes;
    this.prefix = prefix;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /** DER of a DigestInfo up to where the digest begins. */
  byte[] prefix() {
    return HexFormat.of().parseHex(prefix);
  }

  /** The hash of these parts, one after the other. */
  byte[] of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(jdkName);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + jdkName, e);
    }
  }
}
