package dev.coffer.crypto.material;

import dev.coffer.crypto.secret.Entropy;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The two ways in which RSA encodes a digest before it is signed, for a modulus of whole bytes.
 * Source: RFC 8017 §9.1, §9.2, B.2.1.
 */
final class RsaPadding {
  private static final int PKCS1_OVERHEAD_BYTES = 3;
  private static final int MIN_FILL_BYTES = 8;
  private static final byte PSS_TRAILER = (byte) 0xbc;
  private static final byte PSS_SALT_FOLLOWS = 0x01;

  private RsaPadding() {}

  /** EMSA-PKCS1-v1_5; the same digest always has the same encoding. */
  static byte[] pkcs1(Digest hash, byte[] digest, int sizeBytes) {
    byte[] prefix = hash.prefix();
    int fill = sizeBytes - PKCS1_OVERHEAD_BYTES - prefix.length - digest.length;
    if (fill < MIN_FILL_BYTES) {
      throw new IllegalArgumentException("the modulus is too short for the digest");
    }
    byte[] filling = new byte[fill];
    Arrays.fill(filling, (byte) 0xff);
    return ByteBuffer.allocate(sizeBytes)
        .put((byte) 0)
        .put((byte) 1)
        .put(filling)
        .put((byte) 0)
        .put(prefix)
        .put(digest)
        .array();
  }

  /** EMSA-PSS with a new salt, for a modulus whose top bit is set and the encoding's is not. */
  static byte[] pss(Digest hash, byte[] digest, int sizeBytes, Entropy entropy) {
    int maskedBytes = sizeBytes - hash.sizeBytes() - 1;
    int saltAt = maskedBytes - hash.sizeBytes();
    if (saltAt < 1) {
      throw new IllegalArgumentException("the modulus is too short for the digest");
    }
    byte[] salt = entropy.bytes(hash.sizeBytes());
    byte[] h = hash.of(new byte[8], digest, salt);
    byte[] db = new byte[maskedBytes];
    db[saltAt - 1] = PSS_SALT_FOLLOWS;
    System.arraycopy(salt, 0, db, saltAt, salt.length);
    mask(hash, h, db);
    return ByteBuffer.allocate(sizeBytes).put(db).put(h).put(PSS_TRAILER).array();
  }

  /** Whether these bytes are an EMSA-PSS encoding of the digest, the salt as long as the digest. */
  static boolean isPss(Digest hash, byte[] digest, byte[] encoded) {
    int maskedBytes = encoded.length - hash.sizeBytes() - 1;
    int saltAt = maskedBytes - hash.sizeBytes();
    if (saltAt < 1 || encoded[encoded.length - 1] != PSS_TRAILER || encoded[0] < 0) {
      return false;
    }
    byte[] db = Arrays.copyOf(encoded, maskedBytes);
    byte[] h = Arrays.copyOfRange(encoded, maskedBytes, encoded.length - 1);
    mask(hash, h, db);
    byte[] expected = new byte[saltAt];
    expected[saltAt - 1] = PSS_SALT_FOLLOWS;
    byte[] salt = Arrays.copyOfRange(db, saltAt, maskedBytes);
    return Arrays.equals(expected, 0, saltAt, db, 0, saltAt)
        && MessageDigest.isEqual(h, hash.of(new byte[8], digest, salt));
  }

  /** Lays MGF1's mask over {@code db}, and clears the bit that a number below the modulus lacks. */
  private static void mask(Digest hash, byte[] seed, byte[] db) {
    int blocks = Math.ceilDiv(db.length, hash.sizeBytes());
    for (int counter = 0; counter < blocks; counter++) {
      byte[] block = hash.of(seed, ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
      int from = counter * hash.sizeBytes();
      for (int i = 0; i < block.length && from + i < db.length; i++) {
        db[from + i] ^= block[i];
      }
    }
    db[0] &= 0x7f;
  }
}
