package dev.coffer.crypto.seal;

import static dev.coffer.crypto.seal.Cobblestone.CHUNK_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.HEADER_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.SEALED_CHUNK_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.TAG_BYTES;

import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Opens a range of a sealed message.
 *
 * <p>The constructor checks the message's size and commitment before any chunk, and, when the range
 * reaches the end and the last chunk is empty, that chunk too; so the end has authenticated before
 * the last bytes leave. Plaintext leaves only after its chunk authenticated, and what was returned
 * before a failure was authentic. A chunk that is wanted whole is opened where it is wanted; should
 * it fail, nothing of it stays there. After a failure every further read fails too. A range that
 * stops short of the end vouches for its own chunks only: whoever knows the plain size compares it.
 * The key is not needed after construction. For one thread at a time; closing closes nothing else.
 *
 * <p>Source: docs/formats/payload-v1.md; vectors/payload-v1.
 */
public final class OpeningInput extends InputStream {
  private final MessageKey messageKey;
  private final SealedWindow window;
  private final long sealedSize;
  private final long sealedEnd;
  private final byte[] plain;
  private final long end;
  private long next;
  private int from;
  private int to;
  private boolean closed;

  /**
   * @param firstByte where in the plaintext the range begins
   * @throws NotAuthentic when size, commitment or an empty last chunk are not those of a message
   *     under this key and context
   * @throws IllegalArgumentException for a range outside the plaintext
   */
  public OpeningInput(
      Secret key, byte[] context, SealedSource source, long firstByte, long byteCount) {
    this.sealedSize = source.sizeBytes();
    long plainSize = Cobblestone.plainSize(sealedSize);
    if (firstByte < 0 || byteCount < 0 || firstByte > plainSize - byteCount) {
      throw new IllegalArgumentException("range outside the plaintext");
    }
    this.next = firstByte;
    this.end = firstByte + byteCount;
    this.plain = new byte[(int) Math.min(CHUNK_BYTES, plainSize)];
    this.sealedEnd = byteCount == 0 ? HEADER_BYTES : endOf((end - 1) / CHUNK_BYTES);
    long begin = firstByte < CHUNK_BYTES ? 0 : beginOf(firstByte / CHUNK_BYTES);
    this.window = new SealedWindow(source, Math.max(HEADER_BYTES, sealedEnd - begin));
    window.locate(0, HEADER_BYTES, begin == 0 ? sealedEnd : HEADER_BYTES);
    this.messageKey = MessageKey.derive(key, context, window.array());
    messageKey.requireCommitted(window.array());
    if (end == plainSize && plainSize % CHUNK_BYTES == 0) {
      openEmptyEnd(source);
    }
  }

  private void openEmptyEnd(SealedSource source) {
    var tag = new SealedWindow(source, TAG_BYTES);
    tag.locate(sealedSize - TAG_BYTES, TAG_BYTES, sealedSize);
    messageKey.open(end / CHUNK_BYTES, tag.array(), 0, TAG_BYTES, plain, 0);
  }

  @Override
  public int read() throws IOException {
    return load() ? plain[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    requireOpen();
    if (from == to && wholeChunkFits(length)) {
      int opened = openChunk(next / CHUNK_BYTES, target, offset);
      next += opened;
      return opened;
    }
    if (!load()) {
      return -1;
    }
    int taken = Math.min(length, to - from);
    System.arraycopy(plain, from, target, offset, taken);
    from += taken;
    return taken;
  }

  /** Passes everything that is left on, without a copy in between. */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    long passed = 0;
    while (load()) {
      int length = to - from;
      out.write(plain, from, length);
      from = to;
      passed += length;
    }
    return passed;
  }

  @Override
  public int available() {
    return to - from;
  }

  @Override
  public void close() {
    closed = true;
    from = to;
    Arrays.fill(plain, (byte) 0);
  }

  /** Opens the next chunk when the last one is used up; false at the end of the range. */
  private boolean load() throws IOException {
    requireOpen();
    if (from == to && next < end) {
      long chunk = next / CHUNK_BYTES;
      int begin = (int) (next % CHUNK_BYTES);
      int opened = openChunk(chunk, plain, 0);
      from = begin;
      to = (int) Math.min(opened, end - chunk * CHUNK_BYTES);
      next += to - from;
    }
    return from < to;
  }

  /** Whether all of the next chunk is wanted, and in one array. */
  private boolean wholeChunkFits(int length) {
    return length >= CHUNK_BYTES && next % CHUNK_BYTES == 0 && end - next >= CHUNK_BYTES;
  }

  private int openChunk(long chunk, byte[] target, int offset) {
    long begin = beginOf(chunk);
    int length = (int) (endOf(chunk) - begin);
    int at = window.locate(begin, length, sealedEnd);
    return messageKey.open(chunk, window.array(), at, length, target, offset);
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("read after close");
    }
  }

  private static long beginOf(long chunk) {
    return HEADER_BYTES + chunk * SEALED_CHUNK_BYTES;
  }

  private long endOf(long chunk) {
    return Math.min(beginOf(chunk + 1), sealedSize);
  }
}
