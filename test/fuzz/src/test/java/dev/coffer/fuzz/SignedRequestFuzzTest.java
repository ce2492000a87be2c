package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import dev.coffer.wire.sigv4.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Any request, signed as it should be: it is accepted, its signature is what a second computation
 * says, and none that differs by a digit is accepted.
 */
class SignedRequestFuzzTest {
  private static final String DATE = "20261123T120000Z";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String SECRET = "known to the second computation";
  private static final Signer SIGNER =
      new Signer("AKIDEXAMPLE", SecretAccessKey.of(SECRET), "us-east-1", null);

  /** Lines: method, path, query, then headers. */
  @FuzzTest
  void header(byte[] input) {
    try {
      Request request = request(input);
      Request signed = SIGNER.sign(request, new ContentHash.UnsignedPayload(), NOW);
      Authorization claim = Authorization.find(signed).orElseThrow();
      requireOnly(signed, claim, signature(signed, signed.rawQuery()));
    } catch (MalformedMessage | S3Exception _) {
      // no request that could be signed
    }
  }

  /** The same as a URL. */
  @FuzzTest
  void query(byte[] input) {
    try {
      Request request = request(input);
      Request signed = SIGNER.presign(request, Duration.ofMinutes(5), NOW);
      Authorization claim = Authorization.find(signed).orElseThrow();
      String query = signed.rawQuery().replaceFirst("&X-Amz-Signature=.*", "");
      requireOnly(signed, claim, signature(signed, query));
    } catch (MalformedMessage | S3Exception _) {
      // no request that could be signed
    }
  }

  private static Request request(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 20);
    var headers = Headers.builder();
    headers.add("Host", "localhost");
    for (int i = 3; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = colon < 0 ? "x-" + i : lines[i].substring(0, colon);
      if (name.matches("[xX]-[a-z0-9-]{1,20}")
          && !name.toLowerCase(Locale.ROOT).startsWith("x-am")) {
        headers.add(name, lines[i].substring(colon + 1));
      }
    }
    String path = "/" + (lines.length > 1 ? lines[1] : "");
    String query = lines.length > 2 ? lines[2] : "";
    boolean put = lines[0].startsWith("P");
    String method = put ? "PUT" : "GET";
    return new Request(method, path, query, headers.build(), Body.empty(), Request.Peer.LOCAL);
  }

  private static String signature(Request signed, String query) {
    var headers = new TreeMap<String, List<String>>();
    for (Headers.Field field : signed.headers().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!name.equals("authorization")) {
        headers.put(name, signed.headers().all(name));
      }
    }
    headers.remove("x-amzn-trace-id");
    Map<String, List<String>> ordered = new LinkedHashMap<>(headers);
    var asked =
        new PlainSigning.Asked(
            signed.method(), signed.rawPath(), query, ordered, "UNSIGNED-PAYLOAD");
    return PlainSigning.signature(asked, SECRET, DATE, "us-east-1");
  }

  private static void requireOnly(Request signed, Authorization claim, String signature) {
    SigningKey key = SigningKey.derive(SecretAccessKey.of(SECRET), claim.scope());
    claim.requireTime(NOW);
    claim.requireSignature(signed, key);
    if (!text(signed).contains("ignature=" + signature)) {
      throw new AssertionError("signed otherwise than " + signature + ": " + text(signed));
    }
    for (int at : new int[] {0, 31, 63}) {
      char other = signature.charAt(at) == '0' ? '1' : '0';
      requireRefused(
          changed(
              signed, signature, signature.substring(0, at) + other + signature.substring(at + 1)),
          key);
    }
  }

  private static String text(Request request) {
    return request.headers().first("Authorization").orElse("") + "&" + request.rawQuery();
  }

  private static Request changed(Request signed, String from, String to) {
    var headers = Headers.builder();
    for (Headers.Field field : signed.headers().fields()) {
      headers.add(field.name(), field.value().replace(from, to));
    }
    String query = signed.rawQuery();
    return new Request(
        signed.method(),
        signed.rawPath(),
        query == null ? null : query.replace(from, to),
        headers.build(),
        Body.empty(),
        Request.Peer.LOCAL);
  }

  private static void requireRefused(Request request, SigningKey key) {
    Authorization claim = Authorization.find(request).orElseThrow();
    try {
      claim.requireSignature(request, key);
    } catch (S3Exception _) {
      return;
    }
    throw new AssertionError("another signature was accepted: " + text(request));
  }
}
