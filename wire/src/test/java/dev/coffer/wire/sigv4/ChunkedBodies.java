package dev.coffer.wire.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes aws-chunked bodies as clients do. */
final class ChunkedBodies {
  static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
  static final String SEED = "5".repeat(64);
  private static final SigningKey KEY =
      SigningKey.derive(Recorded.SECRET, CredentialScope.on(TIME, "us-east-1", "s3"));

  private ChunkedBodies() {}

  static ChunkSignatures chain() {
    return new ChunkSignatures(KEY, TIME, SEED);
  }

  /** Chunks of the given size and the last empty one; ends behind its header. */
  static ByteArrayOutputStream chunks(
      byte[] content, int chunkBytes, @Nullable ChunkSignatures chain) {
    var out = new ByteArrayOutputStream();
    for (int at = 0; at < content.length; at += chunkBytes) {
      byte[] chunk = Arrays.copyOfRange(content, at, Math.min(content.length, at + chunkBytes));
      header(out, chunk, chain);
      out.writeBytes(chunk);
      write(out, "\r\n");
    }
    header(out, new byte[0], chain);
    return out;
  }

  static byte[] signed(byte[] content, int chunkBytes) {
    var out = chunks(content, chunkBytes, chain());
    write(out, "\r\n");
    return out.toByteArray();
  }

  static byte[] signedWithTrailer(byte[] content, int chunkBytes, String name, String value) {
    ChunkSignatures chain = chain();
    var out = chunks(content, chunkBytes, chain);
    String signature = chain.signTrailers(name + ":" + value + "\n");
    write(out, name + ":" + value + "\r\nx-amz-trailer-signature:" + signature + "\r\n\r\n");
    return out.toByteArray();
  }

  static byte[] unsigned(byte[] content, int chunkBytes, String trailers) {
    var out = chunks(content, chunkBytes, null);
    write(out, trailers + "\r\n");
    return out.toByteArray();
  }

  static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31 + i / 251);
    }
    return content;
  }

  static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void header(
      ByteArrayOutputStream out, byte[] chunk, @Nullable ChunkSignatures chain) {
    String signature = chain == null ? "" : ";chunk-signature=" + chain.signChunk(chunk);
    write(out, Integer.toHexString(chunk.length) + signature + "\r\n");
  }
}
