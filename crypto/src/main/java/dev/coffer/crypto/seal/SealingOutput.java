package dev.coffer.crypto.seal;

import static dev.coffer.crypto.seal.Cobblestone.CHUNK_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.HEADER_BYTES;
import static dev.coffer.crypto.seal.Cobblestone.SEALED_CHUNK_BYTES;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Seals what is written to it.
 *
 * <p>{@link #close} writes the last chunk, which makes the message whole, and closes nothing else:
 * the caller finishes the blob, and only if everything before the close went well. After a failed
 * write the message stays unfinished whatever follows. The key is not needed after construction.
 * For one thread at a time.
 */
public final class SealingOutput extends OutputStream {
  private static final int CHUNKS_PER_WRITE = 4;

  private final OutputStream out;
  private final MessageKey messageKey;
  private final byte[] plain = new byte[CHUNK_BYTES];
  private final byte[] sealed;
  private int plainBytes;
  private int sealedBytes = HEADER_BYTES;
  private long chunk;
  private boolean ended;

  public SealingOutput(Secret key, byte[] context, Entropy entropy, OutputStream out) {
    this.out = out;
    this.sealed =
        Cobblestone.newHeader(HEADER_BYTES + CHUNKS_PER_WRITE * SEALED_CHUNK_BYTES, entropy);
    this.messageKey = MessageKey.derive(key, context, sealed);
    messageKey.commitIn(sealed);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    requireOpen();
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (plainBytes == 0 && end - from >= CHUNK_BYTES) {
        sealChunk(source, from, CHUNK_BYTES);
        from += CHUNK_BYTES;
      } else {
        from += fill(source, from, end - from);
      }
    }
  }

  private int fill(byte[] source, int from, int available) throws IOException {
    int taken = Math.min(available, CHUNK_BYTES - plainBytes);
    System.arraycopy(source, from, plain, plainBytes, taken);
    plainBytes += taken;
    if (plainBytes == CHUNK_BYTES) {
      sealChunk(plain, 0, CHUNK_BYTES);
      plainBytes = 0;
    }
    return taken;
  }

  private void sealChunk(byte[] source, int from, int length) throws IOException {
    if (chunk >= Cobblestone.MAX_CHUNKS) {
      throw new IllegalStateException("more chunks than a message may have");
    }
    if (sealed.length - sealedBytes < SEALED_CHUNK_BYTES) {
      passOn();
    }
    sealedBytes += messageKey.seal(chunk, source, from, length, sealed, sealedBytes);
    chunk++;
  }

  private void passOn() throws IOException {
    int length = sealedBytes;
    sealedBytes = 0;
    boolean passed = false;
    try {
      out.write(sealed, 0, length);
      passed = true;
    } finally {
      ended |= !passed;
    }
  }

  /** Passes the whole chunks on; the chunk that is being filled stays here. */
  @Override
  public void flush() throws IOException {
    if (!ended) {
      passOn();
      out.flush();
    }
  }

  /** Ends the message. Closing twice does nothing. */
  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    sealChunk(plain, 0, plainBytes);
    Arrays.fill(plain, (byte) 0);
    passOn();
    ended = true;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("written after the end of the message");
    }
  }
}
