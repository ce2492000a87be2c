package dev.coffer.wire.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A message digest of the JDK. */
final class Digest implements Checksum {
  private final MessageDigest digest;

  Digest(String algorithm) {
    try {
      this.digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public byte[] value() {
    return digest.digest();
  }
}
