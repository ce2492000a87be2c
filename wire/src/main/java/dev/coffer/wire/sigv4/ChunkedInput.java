package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decoded bytes of an {@code aws-chunked} body.
 *
 * <p>Of signed chunks a byte is released only after its chunk's signature was verified, so a chunk
 * is held in memory whole and may be at most 16 MiB; unsigned chunks stream. The last byte is
 * released only after the final chunk, the trailers and the end of the body were read and checked,
 * so a reader that counts bytes cannot miss a refusal. After a failure every read fails.
 *
 * <p>Refusals: {@code IncompleteBody} for broken framing and for more or fewer bytes than {@code
 * x-amz-decoded-content-length}, {@code SignatureDoesNotMatch}, {@code InvalidChunkSizeError} when
 * a chunk other than the last is smaller than 8 KiB, {@code MalformedTrailerError}.
 *
 * <p>Source: Amazon S3 API Reference, "Signature calculations: transferring payload in multiple
 * chunks".
 */
public final class ChunkedInput extends InputStream {
  /** No signed chunk is larger. Clients use 64 KiB to 1 MiB. */
  public static final int MAX_SIGNED_CHUNK_BYTES = 16 << 20;

  private static final int MIN_CHUNK_BYTES = 8192;
  private static final byte[] NOTHING = {};

  private final ChunkSource source;
  private final long decodedBytes;
  private final List<String> declaredTrailers;
  private final boolean trailerSection;
  private final @Nullable ChunkSignatures signatures;

  private long releasedBytes;
  private int chunkNumber;
  private long chunkBytes = MIN_CHUNK_BYTES;
  private long leftInChunk;
  private byte[] verified = NOTHING;
  private @Nullable Headers trailers;
  private @Nullable S3Exception failure;

  /**
   * @param signatures null when chunks are not signed
   * @param declaredTrailers lower-case names; null when the mode has no trailer section
   */
  ChunkedInput(
      InputStream encoded,
      long decodedBytes,
      @Nullable ChunkSignatures signatures,
      @Nullable List<String> declaredTrailers) {
    this.source = new ChunkSource(encoded);
    this.decodedBytes = decodedBytes;
    this.signatures = signatures;
    this.trailerSection = declaredTrailers != null;
    this.declaredTrailers = declaredTrailers == null ? List.of() : List.copyOf(declaredTrailers);
  }

  /**
   * The trailers, after the stream has ended.
   *
   * @throws IllegalStateException before that
   */
  public Headers trailers() {
    if (trailers == null) {
      throw new IllegalStateException("the body has not been read to its end");
    }
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return length == 0 ? 0 : decode(target, offset, length);
    } catch (S3Exception refusal) {
      failure = refusal;
      throw refusal;
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private int decode(byte[] target, int offset, int length) throws IOException {
    if (leftInChunk == 0 && trailers == null) {
      nextChunk();
    }
    if (trailers != null) {
      return -1;
    }
    int count = take(target, offset, (int) Math.min(length, leftInChunk));
    leftInChunk -= count;
    releasedBytes += count;
    if (leftInChunk == 0) {
      endChunk();
    }
    return count;
  }

  private int take(byte[] target, int offset, int length) throws IOException {
    if (signatures == null) {
      return source.some(target, offset, length);
    }
    System.arraycopy(verified, verified.length - (int) leftInChunk, target, offset, length);
    return length;
  }

  private void endChunk() throws IOException {
    verified = NOTHING;
    if (signatures == null) {
      source.requireLineEnd();
    }
    if (releasedBytes == decodedBytes) {
      nextChunk();
    }
  }

  private void nextChunk() throws IOException {
    ChunkHeader header =
        ChunkHeader.parse(source.strictLine(ChunkHeader.MAX_BYTES), signatures != null);
    chunkNumber++;
    if (header.sizeBytes() == 0) {
      end(header);
    } else {
      begin(header);
    }
  }

  private void begin(ChunkHeader header) throws IOException {
    if (chunkBytes < MIN_CHUNK_BYTES) {
      throw S3Error.InvalidChunkSizeError.with("Chunk", Integer.toString(chunkNumber))
          .with("BadChunkSize", Long.toString(chunkBytes));
    }
    if (header.sizeBytes() > decodedBytes - releasedBytes) {
      throw wrongLength();
    }
    if (signatures != null) {
      verified = verifiedChunk(header, signatures);
    }
    chunkBytes = header.sizeBytes();
    leftInChunk = header.sizeBytes();
  }

  private byte[] verifiedChunk(ChunkHeader header, ChunkSignatures chain) throws IOException {
    if (header.sizeBytes() > MAX_SIGNED_CHUNK_BYTES) {
      throw S3Error.InvalidRequest.because("A signed chunk must not be larger than 16 MiB");
    }
    byte[] chunk = source.exactly((int) header.sizeBytes());
    source.requireLineEnd();
    requireSignature(chain, Sha256.hex(chunk), header.signature());
    return chunk;
  }

  private void end(ChunkHeader header) throws IOException {
    if (releasedBytes != decodedBytes) {
      throw wrongLength();
    }
    if (signatures != null) {
      requireSignature(signatures, Sha256.OF_NOTHING, header.signature());
    }
    Headers found = Headers.EMPTY;
    if (trailerSection) {
      found = new TrailerSection(source, declaredTrailers).read(signatures);
    } else {
      source.requireLineEnd();
    }
    source.requireEnd();
    trailers = found;
  }

  private static void requireSignature(ChunkSignatures chain, String sha256, String signature) {
    if (!chain.verifiesChunk(sha256, signature)) {
      throw S3Error.SignatureDoesNotMatch.refusal();
    }
  }

  private static S3Exception wrongLength() {
    return S3Error.IncompleteBody.because(
        "You did not provide the number of bytes specified by the x-amz-decoded-content-length"
            + " HTTP header");
  }
}
