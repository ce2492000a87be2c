package dev.coffer.crypto.material;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A ciphertext of the key service, as it is recognised before any key is at hand.
 *
 * <p>Layout, big-endian: magic {@code 43 4F 4B}, u8 version = 1, u8 suite = 1, u8 flags (bit 0: the
 * key's id begins with {@code mrk-}), key id[16], u32 material number, salt[32], IV[12],
 * ciphertext, tag[16]. Nothing here is trusted until the whole has been opened: see {@link
 * KeyMaterial#open}. Source: docs/formats/kms-ciphertext-v1.md; vectors/kms-ciphertext-v1.
 *
 * @param keyId the 128 bits of the key's id
 * @param materialNumber counted from 1
 */
public record CiphertextBlob(boolean multiRegion, Bytes keyId, int materialNumber, Bytes encoded) {
  /** Version of the format. */
  public static final int VERSION = 1;

  public static final int KEY_ID_BYTES = 16;

  /** How much longer the ciphertext is than the plaintext. */
  public static final int OVERHEAD_BYTES = 86;

  /** The longest plaintext. */
  public static final int MAX_PLAIN_BYTES = 4096;

  static final int SUITE = 1;
  static final int MULTI_REGION = 1;
  static final int IDENTITY_BYTES = 26;
  static final int SALT_BYTES = 32;
  static final int IV_BYTES = 12;
  static final int IV_AT = IDENTITY_BYTES + SALT_BYTES;
  static final int HEADER_BYTES = IV_AT + IV_BYTES;
  private static final byte[] MAGIC = {0x43, 0x4f, 0x4b};
  private static final int FLAGS_AT = 5;
  private static final int KEY_ID_AT = 6;
  private static final int MATERIAL_AT = KEY_ID_AT + KEY_ID_BYTES;

  /**
   * Reads the header.
   *
   * @throws NotAuthentic for any magic, version, suite, flag, number or length but the format's
   */
  public static CiphertextBlob parse(byte[] encoded) {
    if (encoded.length < OVERHEAD_BYTES
        || encoded.length > OVERHEAD_BYTES + MAX_PLAIN_BYTES
        || !Arrays.equals(encoded, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || encoded[3] != VERSION
        || encoded[4] != SUITE
        || (encoded[FLAGS_AT] & ~MULTI_REGION) != 0) {
      throw new NotAuthentic();
    }
    int number = ByteBuffer.wrap(encoded).getInt(MATERIAL_AT);
    if (number < 1) {
      throw new NotAuthentic();
    }
    return new CiphertextBlob(
        encoded[FLAGS_AT] == MULTI_REGION,
        Bytes.of(Arrays.copyOfRange(encoded, KEY_ID_AT, MATERIAL_AT)),
        number,
        Bytes.of(encoded));
  }

  /** As {@link #parse}, for those who look rather than open. */
  public static Optional<CiphertextBlob> find(byte[] encoded) {
    try {
      return Optional.of(parse(encoded));
    } catch (NotAuthentic foreign) {
      return Optional.empty();
    }
  }

  /** An array of a blob's size that begins with its header. */
  static byte[] begin(
      boolean multiRegion, Bytes keyId, int materialNumber, int plainBytes, Entropy entropy) {
    if (keyId.sizeBytes() != KEY_ID_BYTES || materialNumber < 1 || plainBytes > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException(
          "a key id has 16 bytes, materials count from 1, a plaintext has at most 4096 bytes");
    }
    return ByteBuffer.allocate(OVERHEAD_BYTES + plainBytes)
        .put(MAGIC)
        .put((byte) VERSION)
        .put((byte) SUITE)
        .put((byte) (multiRegion ? MULTI_REGION : 0))
        .put(keyId.toArray())
        .putInt(materialNumber)
        .put(entropy.bytes(SALT_BYTES))
        .put(entropy.bytes(IV_BYTES))
        .array();
  }
}
