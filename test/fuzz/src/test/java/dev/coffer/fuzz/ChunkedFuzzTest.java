package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.CheckedBody;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.time.Instant;

/** {@code aws-chunked} bodies: the declared number of bytes or a refusal. */
class ChunkedFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Signer SIGNER =
      new Signer("AKIDEXAMPLE", SecretAccessKey.of("not known to the input"), "us-east-1", null);
  private static final int DECODED_BYTES = 5;

  @FuzzTest
  void unsigned(byte[] framed) throws IOException {
    read(framed, new ContentHash.Streaming(false, true));
  }

  @FuzzTest
  void signed(byte[] framed) throws IOException {
    read(framed, new ContentHash.Streaming(true, false));
  }

  @FuzzTest
  void signedWithTrailer(byte[] framed) throws IOException {
    read(framed, new ContentHash.Streaming(true, true));
  }

  private static void read(byte[] framed, ContentHash.Streaming mode) throws IOException {
    var headers =
        Headers.of("Host", "localhost", "x-amz-decoded-content-length", "" + DECODED_BYTES)
            .toBuilder();
    if (mode.trailer()) {
      headers.set("x-amz-trailer", "x-amz-checksum-crc32");
    }
    var request =
        new Request("PUT", "/b/k", null, headers.build(), Body.of(framed), Request.Peer.LOCAL);
    Request signed = SIGNER.sign(request, mode, NOW);
    try {
      Body body = CheckedBody.of(signed, mode, mode.signed() ? SIGNER.chunks(signed) : null).body();
      byte[] decoded = body.stream().readAllBytes();
      if (mode.signed() || decoded.length != DECODED_BYTES) {
        throw new AssertionError("accepted " + decoded.length + " bytes");
      }
      if (body.trailers().get().fields().size() > 1) {
        throw new AssertionError("accepted trailers that were not announced");
      }
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }
}
