package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.CheckedBody;
import dev.coffer.wire.sigv4.ChunkSignatures;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/** Signed chunks: what was signed comes out; with any byte changed it, or a refusal. */
class SignedChunksFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final int LONGEST = 4096;
  private static final int FIRST_CHUNK_BYTES = 8192;
  private static final Signer SIGNER =
      new Signer("AKIDEXAMPLE", SecretAccessKey.of("known to the sender"), "us-east-1", null);

  /**
   * A byte that says whether a chunk of zeros goes first, three that say what changes, the body.
   */
  @FuzzTest
  void changed(byte[] input) throws IOException {
    if (input.length < 4 || input.length > LONGEST) {
      return;
    }
    byte[] tail = Arrays.copyOfRange(input, 4, input.length);
    boolean two = (input[0] & 1) != 0;
    byte[] body = new byte[(two ? FIRST_CHUNK_BYTES : 0) + tail.length];
    System.arraycopy(tail, 0, body, body.length - tail.length, tail.length);
    Request signed = signed(body.length);
    byte[] framed = framed(SIGNER.chunks(signed), two, tail);
    if (!Arrays.equals(read(signed, framed), body)) {
      throw new AssertionError("what was signed was refused or changed");
    }
    int at = (((input[1] & 0xff) << 8) | (input[2] & 0xff)) % framed.length;
    framed[at] ^= input[3];
    byte[] got = read(signed, framed);
    if (got != null && !Arrays.equals(got, body)) {
      throw new AssertionError("accepted another body: byte " + at + " was changed");
    }
  }

  private static Request signed(int decodedBytes) {
    var headers =
        Headers.of("Host", "localhost", "x-amz-decoded-content-length", "" + decodedBytes);
    var request = new Request("PUT", "/b/k", null, headers, Body.empty(), Request.Peer.LOCAL);
    return SIGNER.sign(request, new ContentHash.Streaming(true, false), NOW);
  }

  private static byte[] framed(ChunkSignatures chain, boolean two, byte[] tail) {
    var framed = new ByteArrayOutputStream();
    if (two) {
      chunk(framed, chain, new byte[FIRST_CHUNK_BYTES]);
    }
    if (tail.length > 0) {
      chunk(framed, chain, tail);
    }
    chunk(framed, chain, new byte[0]);
    return framed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream to, ChunkSignatures chain, byte[] chunk) {
    String head =
        Integer.toHexString(chunk.length) + ";chunk-signature=" + chain.signChunk(chunk) + "\r\n";
    to.writeBytes(head.getBytes(US_ASCII));
    to.writeBytes(chunk);
    to.writeBytes("\r\n".getBytes(US_ASCII));
  }

  /** The body, or null when it was refused. */
  private static byte[] read(Request signed, byte[] framed) throws IOException {
    var mode = new ContentHash.Streaming(true, false);
    Request arrived = signed.withBody(Body.of(framed));
    try {
      return CheckedBody.of(arrived, mode, SIGNER.chunks(signed)).body().stream().readAllBytes();
    } catch (S3Exception _) {
      return null;
    }
  }
}
