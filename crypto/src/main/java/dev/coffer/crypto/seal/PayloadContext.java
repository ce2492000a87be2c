package dev.coffer.crypto.seal;

import java.nio.ByteBuffer;

/**
 * What binds a sealed payload to its place: layer, blob and ordinal, so that no blob can stand in
 * for another under the same key.
 *
 * <p>Layout, big-endian: u8 format = 1, u8 layer, blob id[16], u32 ordinal. It contains no names: a
 * rename moves no bytes.
 */
public final class PayloadContext {
  /** The layer next to the plaintext; the only one, except under DSSE. */
  public static final int INNER = 0;

  /** The layer around the inner one. */
  public static final int OUTER = 1;

  /** Bytes of a blob id. */
  public static final int BLOB_ID_BYTES = 16;

  /** Bytes of an encoded context. */
  public static final int BYTES = 2 + BLOB_ID_BYTES + Integer.BYTES;

  private PayloadContext() {}

  /**
   * Encodes a context.
   *
   * @param ordinal part number of a multipart upload, else 0; an append takes the next
   */
  public static byte[] of(int layer, byte[] blobId, int ordinal) {
    if (layer != INNER && layer != OUTER) {
      throw new IllegalArgumentException("a layer is inner or outer");
    }
    if (blobId.length != BLOB_ID_BYTES || ordinal < 0) {
      throw new IllegalArgumentException("a blob id has 16 bytes, an ordinal no sign");
    }
    return ByteBuffer.allocate(BYTES)
        .put((byte) Cobblestone.VERSION)
        .put((byte) layer)
        .put(blobId)
        .putInt(ordinal)
        .array();
  }
}
