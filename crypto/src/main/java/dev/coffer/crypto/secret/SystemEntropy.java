package dev.coffer.crypto.secret;

import java.security.SecureRandom;

/** The one home of the JDK's secure random. */
final class SystemEntropy implements Entropy {
  static final SystemEntropy INSTANCE = new SystemEntropy();

  private final SecureRandom random = new SecureRandom();

  @Override
  public void fill(byte[] target) {
    random.nextBytes(target);
  }
}
