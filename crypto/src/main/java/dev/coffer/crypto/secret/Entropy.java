package dev.coffer.crypto.secret;

/**
 * A source of random bytes.
 *
 * <p>Everything that draws keys, salts or ids takes one by its constructor or as a parameter. An
 * implementation must be safe for use by many threads. Only {@link #system} is fit for keys; tests
 * and simulations pass seeded ones.
 */
@FunctionalInterface
public interface Entropy {

  /** Overwrites the whole of {@code target} with random bytes. */
  void fill(byte[] target);

  /** Returns {@code count} fresh random bytes. */
  default byte[] bytes(int count) {
    byte[] drawn = new byte[count];
    fill(drawn);
    return drawn;
  }

  /** Returns the operating system's generator, as the JDK's default secure random. */
  static Entropy system() {
    return SystemEntropy.INSTANCE;
  }
}
