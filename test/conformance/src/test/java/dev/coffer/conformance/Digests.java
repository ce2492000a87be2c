package dev.coffer.conformance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Digests by the JDK's names. */
final class Digests {
  private Digests() {}

  static byte[] of(String algorithm, byte[]... pieces) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] piece : pieces) {
        digest.update(piece);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(String algorithm, byte[]... pieces) {
    return HexFormat.of().formatHex(of(algorithm, pieces));
  }

  static String base64(String algorithm, byte[]... pieces) {
    return Base64.getEncoder().encodeToString(of(algorithm, pieces));
  }
}
