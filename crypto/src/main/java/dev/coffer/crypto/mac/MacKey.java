package dev.coffer.crypto.mac;

import dev.coffer.crypto.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of HMAC-SHA-256, of 32 bytes.
 *
 * <p>Without it no code for other bytes can be made; the bytes themselves are not hidden. Parts are
 * authenticated one after the other without marks between them: whoever calls sees to it that no
 * two lists of parts run together alike. The key may be used any number of times and by many
 * threads; the owner closes it.
 */
public final class MacKey implements AutoCloseable {
  /** Size of a key and of a code. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Secret key;

  /** Takes ownership of {@code key}. */
  public MacKey(Secret key) {
    if (key.sizeBytes() != BYTES) {
      throw new IllegalArgumentException("an authentication key has 32 bytes");
    }
    this.key = key;
  }

  /** Returns the code of the parts, of {@value #BYTES} bytes. */
  public byte[] code(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA-256", e);
    }
  }

  /** Whether a code is that of the parts; compared in constant time. */
  public boolean matches(byte[] code, byte[]... parts) {
    return MessageDigest.isEqual(code, code(parts));
  }

  @Override
  public void close() {
    key.close();
  }
}
