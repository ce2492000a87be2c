package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Turns a passphrase into a key, at a cost. Source: RFC 9106.
 *
 * <p>The bounds keep a weak or hostile file from being served: a floor against cheap guessing, a
 * ceiling against a start that never ends.
 */
record Argon2id(int memoryKib, int passes, int lanes, Bytes salt) {
  static final int SALT_BYTES = 16;
  static final int MIN_MEMORY_KIB = 19 * 1024;
  static final int MAX_MEMORY_KIB = 4 * 1024 * 1024;
  static final int MAX_PASSES = 16;
  static final int MAX_LANES = 16;

  private static final int MAX_PASSPHRASE_BYTES = 1024;

  Argon2id {
    if (memoryKib < MIN_MEMORY_KIB || memoryKib > MAX_MEMORY_KIB) {
      throw outOfBounds();
    }
    if (passes < 1 || passes > MAX_PASSES || lanes < 1 || lanes > MAX_LANES) {
      throw outOfBounds();
    }
    if (salt.sizeBytes() != SALT_BYTES) {
      throw outOfBounds();
    }
  }

  /** Returns RFC 9106's second recommended choice, with a fresh salt. */
  static Argon2id recommended(Entropy entropy) {
    return new Argon2id(64 * 1024, 3, 4, Bytes.of(entropy.bytes(SALT_BYTES)));
  }

  static void requirePassphrase(Secret passphrase) {
    if (passphrase.sizeBytes() < 1 || passphrase.sizeBytes() > MAX_PASSPHRASE_BYTES) {
      throw new IllegalArgumentException("a passphrase has 1 to 1024 bytes");
    }
  }

  /**
   * Returns 32 bytes; the caller closes them. Takes seconds and {@link #memoryKib} of heap.
   *
   * @throws CustodyException when the heap cannot hold that much
   */
  Secret derive(Secret passphrase) {
    if (1024L * memoryKib > Runtime.getRuntime().maxMemory() / 2) {
      throw new CustodyException(
          CustodyException.Reason.UNSUPPORTED, "the slot asks for more memory than there is");
    }
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt.toArray())
            .build());
    byte[] derived = new byte[StoreRootKey.KEY_BYTES];
    generator.generateBytes(passphrase.bytes(), derived);
    return Secret.of(derived);
  }

  private static CustodyException outOfBounds() {
    return new CustodyException(
        CustodyException.Reason.UNSUPPORTED, "the slot's Argon2id cost is out of bounds");
  }
}
