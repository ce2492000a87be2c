package dev.coffer.crypto.secret;

import com.google.errorprone.annotations.RestrictedApi;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Secret bytes: a key, a passphrase, a token.
 *
 * <p>It has no equality but {@link #sameAs}, prints nothing of its content, and is zeroed on close.
 * Whoever makes one closes it; using it afterwards is a bug and throws {@link
 * IllegalStateException}. Safe for use by many threads, as long as it is closed after the last use.
 *
 * <p>Not protected: copies that the JDK's ciphers make of a key while they work with it, and a
 * garbage collector that moved the array before it was zeroed.
 */
public final class Secret implements AutoCloseable {
  private volatile byte @Nullable [] content;

  private Secret(byte[] content) {
    this.content = content;
  }

  /** Takes ownership of {@code bytes}: the caller neither reads nor writes them any more. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes);
  }

  /** Draws a new secret. */
  public static Secret random(Entropy entropy, int sizeBytes) {
    return new Secret(entropy.bytes(sizeBytes));
  }

  /** Compares in time that depends on the sizes alone. */
  public boolean sameAs(Secret other) {
    return MessageDigest.isEqual(open(), other.open());
  }

  /** Returns a second secret with the same content and a life of its own. */
  public Secret copy() {
    return new Secret(open().clone());
  }

  public int sizeBytes() {
    return open().length;
  }

  /** Returns the live bytes: to be read at once, neither kept nor changed. */
  @RestrictedApi(
      explanation = "key bytes are visible in crypto and in the custody of the root key only",
      allowedOnPath =
          ".*/(crypto/src/(main|test)/java/dev/coffer/crypto"
              + "|kms/src/(main|test)/java/dev/coffer/kms/custody)/.*")
  public byte[] bytes() {
    return open();
  }

  private byte[] open() {
    byte[] open = content;
    if (open == null) {
      throw new IllegalStateException("secret used after close");
    }
    return open;
  }

  /** Zeroes the bytes. Closing twice does nothing. */
  @Override
  public void close() {
    byte[] open = content;
    content = null;
    if (open != null) {
      Arrays.fill(open, (byte) 0);
    }
  }
}
