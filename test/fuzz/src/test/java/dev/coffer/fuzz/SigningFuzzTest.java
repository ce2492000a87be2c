package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.SigningKey;
import java.time.Instant;

/** What a request says about its signer: a claim, nobody, or a refusal; and never an acceptance. */
class SigningFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final SecretAccessKey SECRET = SecretAccessKey.of("unknown to the fuzzer");

  @FuzzTest
  void header(byte[] input) {
    var headers =
        Headers.of(
            "Host", "localhost",
            "x-amz-date", "20261123T120000Z",
            "x-amz-content-sha256", "UNSIGNED-PAYLOAD",
            "Authorization", new String(input, UTF_8));
    check(new Request("GET", "/b/k", null, headers, Body.empty(), Request.Peer.LOCAL));
  }

  @FuzzTest
  void query(byte[] input) {
    var headers = Headers.of("Host", "localhost");
    String query = new String(input, UTF_8);
    check(new Request("GET", "/b/k", query, headers, Body.empty(), Request.Peer.LOCAL));
  }

  /** Each line of the input is a header. */
  @FuzzTest
  void headers(byte[] input) {
    var headers = Headers.builder();
    headers.add("Host", "localhost");
    for (String line : new String(input, UTF_8).split("\n", 100)) {
      int colon = line.indexOf(':');
      headers.add(colon < 0 ? line : line.substring(0, colon), line.substring(colon + 1));
    }
    check(new Request("PUT", "/b/k", "a=b", headers.build(), Body.empty(), Request.Peer.LOCAL));
  }

  private static void check(Request request) {
    try {
      Authorization.find(request).ifPresent(claim -> verify(claim, request));
    } catch (S3Exception | MalformedMessage _) {
      // refused, as it may be
    }
  }

  private static void verify(Authorization claim, Request request) {
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(NOW);
    claim.requireSignature(request, SigningKey.derive(SECRET, claim.scope()));
    throw new AssertionError("accepted without the secret: " + claim);
  }
}
