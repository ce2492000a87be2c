package dev.coffer.crypto.seal;

import static dev.coffer.crypto.seal.Cobblestone.CHUNK_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.HEADER_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.SEALED_CHUNK_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.TAG_BYTES;

import dev.coffer.crypto.secret.Secret;

/**
 * The plaintext of a sealed message as a source itself: the way through the outer of two layers.
 *
 * <p>The constructor checks the message's size and commitment before any chunk and, when the end
 * will be read and the last chunk is empty, that chunk too. Bytes leave only after their chunk
 * authenticated. It holds one chunk and a window; the key is not needed after construction. For one
 * thread at a time; nothing needs closing, for what leaves it is sealed once more.
 */
public final class OpenedSource implements SealedSource {
  private static final long NONE = -1;

  private final MessageKey messageKey;
  private final SealedWindow window;
  private final long sealedSize;
  private final long plainSize;
  private final long sealedEnd;
  private final byte[] plain;
  private long chunk = NONE;
  private int chunkBytes;

  /**
   * @param end where in the plaintext reading will stop: a hint how far to read ahead, and, when it
   *     is the plaintext's end, the promise that the end is checked
   * @throws NotAuthentic when size, commitment or an empty last chunk are not those of a message
   *     under this key and context
   */
  public OpenedSource(Secret key, byte[] context, SealedSource source, long end) {
    this.sealedSize = source.sizeBytes();
    this.plainSize = Cobblestone.plainSize(sealedSize);
    if (end < 1 || end > plainSize) {
      throw new IllegalArgumentException("the end lies within the plaintext");
    }
    this.sealedEnd = endOf((end - 1) / CHUNK_BYTES);
    this.plain = new byte[(int) Math.min(CHUNK_BYTES, plainSize)];
    this.window = new SealedWindow(source, sealedSize);
    window.locate(0, HEADER_BYTES, endOf(0));
    this.messageKey = MessageKey.derive(key, context, window.array());
    messageKey.requireCommitted(window.array());
    if (end == plainSize && plainSize % CHUNK_BYTES == 0) {
      openEmptyEnd(source);
    }
  }

  private void openEmptyEnd(SealedSource source) {
    var tag = new SealedWindow(source, TAG_BYTES);
    tag.locate(sealedSize - TAG_BYTES, TAG_BYTES, sealedSize);
    messageKey.open(plainSize / CHUNK_BYTES, tag.array(), 0, TAG_BYTES, plain, 0);
  }

  @Override
  public long sizeBytes() {
    return plainSize;
  }

  @Override
  public int read(long at, byte[] target, int offset, int length) {
    if (at >= plainSize) {
      return -1;
    }
    if (at / CHUNK_BYTES != chunk) {
      openChunk(at / CHUNK_BYTES);
    }
    int from = (int) (at % CHUNK_BYTES);
    int taken = Math.min(length, chunkBytes - from);
    System.arraycopy(plain, from, target, offset, taken);
    return taken;
  }

  private void openChunk(long wanted) {
    chunk = NONE;
    long begin = beginOf(wanted);
    long end = endOf(wanted);
    int length = (int) (end - begin);
    int at = window.locate(begin, length, Math.max(end, sealedEnd));
    chunkBytes = messageKey.open(wanted, window.array(), at, length, plain, 0);
    chunk = wanted;
  }

  private static long beginOf(long chunk) {
    return HEADER_BYTES + chunk * SEALED_CHUNK_BYTES;
  }

  private long endOf(long chunk) {
    return Math.min(beginOf(chunk + 1), sealedSize);
  }
}
