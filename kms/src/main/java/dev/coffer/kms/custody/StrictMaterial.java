package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A key material in a custom key store: a key that was drawn for it alone wraps it, and the backend
 * wraps that key. So a backend never holds a material, and a material of any size fits any backend.
 *
 * <p>Shape: version u8, size u16, what the backend gave, the wrapped material (72 bytes more than
 * it). Source: docs/formats/key-stores-v1.md §4; vectors/key-stores-v1.
 */
record StrictMaterial(Bytes byBackend, Bytes wrapped) {
  static final int VERSION = 1;
  private static final int HEAD_BYTES = 3;
  private static final String LABEL = "coffer/custody/strict-material";

  /** Wraps a material under a key that was drawn for it. */
  static Bytes wrapped(Secret between, Secret material, Binding binding, Entropy entropy) {
    try (var key = new WrappingKey(between.copy())) {
      return Bytes.of(key.wrap(material, context(binding), entropy));
    }
  }

  /**
   * Returns the material; the caller closes it.
   *
   * @throws NotAuthentic when it is another key or another place
   */
  Secret unwrap(Secret between, Binding binding) {
    try (var key = new WrappingKey(between.copy())) {
      return key.unwrap(wrapped.toArray(), context(binding));
    }
  }

  private static byte[] context(Binding binding) {
    return Aad.of(LABEL)
        .addLong(VERSION)
        .add(binding.installationId())
        .add(binding.place())
        .addLong(binding.version())
        .sha256();
  }

  Bytes encode() {
    byte[] outer = byBackend.toArray();
    byte[] inner = wrapped.toArray();
    return Bytes.of(
        ByteBuffer.allocate(HEAD_BYTES + outer.length + inner.length)
            .put((byte) VERSION)
            .putShort((short) outer.length)
            .put(outer)
            .put(inner)
            .array());
  }

  /**
   * Takes stored bytes apart.
   *
   * @throws NotAuthentic when they are of another version or cut
   */
  static StrictMaterial decode(Bytes encoded) {
    byte[] all = encoded.toArray();
    if (all.length < HEAD_BYTES || all[0] != VERSION) {
      throw new NotAuthentic();
    }
    int size = Short.toUnsignedInt(ByteBuffer.wrap(all).getShort(1));
    int end = HEAD_BYTES + size;
    boolean whole = all.length > end + WrappingKey.wrappedSize(0);
    if (size < 1 || size > KeyCustody.MAX_WRAPPED_BYTES || !whole) {
      throw new NotAuthentic();
    }
    return new StrictMaterial(
        Bytes.of(Arrays.copyOfRange(all, HEAD_BYTES, end)),
        Bytes.of(Arrays.copyOfRange(all, end, all.length)));
  }
}
