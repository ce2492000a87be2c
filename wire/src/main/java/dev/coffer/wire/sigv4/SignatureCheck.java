package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;

/**
 * Compares a signature with what the key makes of the request.
 *
 * <p>What a signature leaves open is refused before it is compared: {@code x-amz-} headers that are
 * not signed, line breaks inside header values, two hosts, one query parameter with two values
 * (their order is not signed).
 */
final class SignatureCheck {
  private SignatureCheck() {}

  static void require(Authorization claim, Request request, SigningKey key) {
    CanonicalRequest canonical = canonical(claim, request);
    boolean right =
        verifies(claim, key, canonical.text())
            || verifies(claim, key, canonical.withRawPath())
            || verifies(claim, key, canonical.withUpperCasePath());
    requireRight(right, claim, request, canonical);
  }

  static void requireOfService(Authorization claim, Request request, SigningKey key) {
    CanonicalRequest canonical = canonical(claim, request);
    requireRight(verifies(claim, key, canonical.twiceCoded()), claim, request, canonical);
  }

  private static CanonicalRequest canonical(Authorization claim, Request request) {
    requireUnambiguous(request);
    requireAmzHeadersSigned(claim, request.headers());
    return new CanonicalRequest(request, claim.signedHeaders(), claim.contentHash().wireValue());
  }

  private static void requireRight(
      boolean right, Authorization claim, Request request, CanonicalRequest canonical) {
    boolean allPresent = claim.signedHeaders().stream().allMatch(request.headers()::has);
    if (!allPresent || !right) {
      throw mismatch(claim, canonical);
    }
  }

  private static boolean verifies(Authorization claim, SigningKey key, String canonical) {
    return key.verifies(stringToSign(claim, canonical), claim.signature());
  }

  private static String stringToSign(Authorization claim, String canonical) {
    return StringToSign.request(claim.time(), claim.scope(), canonical);
  }

  private static void requireUnambiguous(Request request) {
    AuthorizationHeader.single(request.headers(), "Host");
    for (Headers.Field field : request.headers().fields()) {
      if (field.value().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
        throw S3Error.InvalidRequest.because("A header value holds a line break")
            .with("HeaderName", field.name());
      }
    }
    var seen = new HashMap<String, String>();
    for (Query.Parameter parameter : request.query().parameters()) {
      String before = seen.put(parameter.name(), parameter.value());
      if (before != null && !before.equals(parameter.value())) {
        throw S3Error.InvalidArgument.because("A query parameter has two values")
            .with("ArgumentName", parameter.name());
      }
    }
  }

  private static void requireAmzHeadersSigned(Authorization claim, Headers headers) {
    List<String> unsigned =
        headers.namesWithPrefix("x-amz-").stream()
            .filter(name -> !claim.signedHeaders().contains(name))
            .toList();
    if (!unsigned.isEmpty()) {
      throw S3Error.AccessDenied.because(
              "There were headers present in the request which were not signed")
          .with("HeadersNotSigned", String.join(", ", unsigned));
    }
  }

  private static S3Exception mismatch(Authorization claim, CanonicalRequest canonical) {
    String stringToSign = stringToSign(claim, canonical.text());
    String shown = canonical.shown();
    return S3Error.SignatureDoesNotMatch.with("AWSAccessKeyId", claim.accessKeyId())
        .with("StringToSign", stringToSign)
        .with("SignatureProvided", claim.signature())
        .with("StringToSignBytes", bytes(stringToSign))
        .with("CanonicalRequest", shown)
        .with("CanonicalRequestBytes", bytes(shown));
  }

  private static String bytes(String text) {
    return HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
