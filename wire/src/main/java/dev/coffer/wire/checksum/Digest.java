package dev.coffer.wire.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A cryptographic hash used as a checksum. */
final class Digest implements Checksum {
  private final MessageDigest digest;

  Digest(String name) {
    try {
      digest = MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
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
