package dev.coffer.crypto.seal;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's AES-GCM with a 128-bit tag, one key, many nonces.
 *
 * <p>Works on heap arrays, where the JDK's intrinsics are fastest. For one thread at a time.
 */
final class AesGcm {
  private static final int TAG_BITS = 8 * Cobblestone.TAG_BYTES;
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  /** Asked once: to look through all providers takes as long as to seal a kilobyte. */
  private static final Provider PROVIDER = first().getProvider();

  private final Cipher cipher;
  private final SecretKeySpec key;

  AesGcm(byte[] key) {
    try {
      this.cipher = Cipher.getInstance(TRANSFORMATION, PROVIDER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no AES-GCM", e);
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  private static Cipher first() {
    try {
      return Cipher.getInstance(TRANSFORMATION);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no AES-GCM", e);
    }
  }

  /** Begins a message. What must be bound to it is passed to {@link #bind} next. */
  AesGcm begin(int cipherMode, byte[] nonce) {
    try {
      cipher.init(cipherMode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return this;
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      throw new IllegalArgumentException("AES-GCM refuses this key or nonce", e);
    }
  }

  /** Adds associated data. */
  AesGcm bind(byte[] associated) {
    cipher.updateAAD(associated);
    return this;
  }

  /**
   * Ends the message and returns how many bytes were written.
   *
   * @throws NotAuthentic when opening and the tag is wrong
   */
  int finish(byte[] source, int from, int length, byte[] target, int at) {
    try {
      return cipher.doFinal(source, from, length, target, at);
    } catch (AEADBadTagException e) {
      throw new NotAuthentic();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }
}
