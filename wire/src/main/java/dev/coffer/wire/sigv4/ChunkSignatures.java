package dev.coffer.wire.sigv4;

import java.time.Instant;

/**
 * The chain of signatures through an {@code aws-chunked} body: each covers the one before it, the
 * first one the request's own. Stateful; for one body and one thread.
 */
public final class ChunkSignatures {
  private final SigningKey key;
  private final Instant time;
  private String previous;

  ChunkSignatures(SigningKey key, Instant time, String seed) {
    this.key = key;
    this.time = time;
    this.previous = seed;
  }

  /** The next chunk's signature, for a sender. */
  public String signChunk(byte[] chunk) {
    previous = key.sign(StringToSign.chunk(time, key.scope(), previous, Sha256.hex(chunk)));
    return previous;
  }

  /**
   * The trailers' signature, for a sender.
   *
   * @param canonical each trailer as {@code name:value} and a line feed
   */
  public String signTrailers(String canonical) {
    previous = key.sign(StringToSign.trailers(time, key.scope(), previous, Sha256.hex(canonical)));
    return previous;
  }

  boolean verifiesChunk(String chunkSha256, String signature) {
    String text = StringToSign.chunk(time, key.scope(), previous, chunkSha256);
    previous = signature;
    return key.verifies(text, signature);
  }

  boolean verifiesTrailers(String canonical, String signature) {
    String text = StringToSign.trailers(time, key.scope(), previous, Sha256.hex(canonical));
    return key.verifies(text, signature);
  }
}
