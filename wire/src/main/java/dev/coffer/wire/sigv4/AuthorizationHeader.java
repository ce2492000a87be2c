package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the claim of an {@code Authorization} header. */
final class AuthorizationHeader {
  static final String NAME = "Authorization";
  static final String BUCKET_TOKEN = "x-amz-s3session-token";

  private static final Set<String> PARTS = Set.of("Credential", "SignedHeaders", "Signature");

  private AuthorizationHeader() {}

  /** The hash is asked for last: what is wrong with the claim itself is said first. */
  static Authorization parse(String value, Request request, Supplier<ContentHash> contentHash) {
    String claim = claimOf(value.strip());
    Map<String, String> parts = parts(claim);
    Headers headers = request.headers();
    Credential credential =
        Credential.parse(parts.getOrDefault("Credential", ""), Malformed.IN_HEADER);
    List<String> signed =
        SignedHeaders.parse(parts.getOrDefault("SignedHeaders", ""), Malformed.IN_HEADER);
    return new Authorization(
        credential.accessKeyId(),
        credential.scope(),
        time(headers),
        signed,
        parts.getOrDefault("Signature", ""),
        contentHash.get(),
        null,
        single(headers, "x-amz-security-token").orElse(null),
        single(headers, BUCKET_TOKEN).orElse(null));
  }

  private static String claimOf(String value) {
    int space = value.indexOf(' ');
    String algorithm = space < 0 ? value : value.substring(0, space);
    return switch (algorithm) {
      case StringToSign.ALGORITHM -> value.substring(algorithm.length()).strip();
      case "AWS4-ECDSA-P256-SHA256" ->
          throw S3Error.NotImplemented.because(
              "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not implemented");
      case "AWS" -> throw sigV2();
      default ->
          throw S3Error.InvalidArgument.because("Unsupported Authorization Type")
              .with("ArgumentName", NAME);
    };
  }

  /** What every request with Signature Version 2 is answered. */
  static S3Exception sigV2() {
    return S3Error.InvalidRequest.because(
        "The authorization mechanism you have provided is not supported."
            + " Please use AWS4-HMAC-SHA256.");
  }

  private static Map<String, String> parts(String claim) {
    var parts = new HashMap<String, String>();
    for (String part : claim.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (!PARTS.contains(name) || parts.put(name, part.substring(equals + 1).strip()) != null) {
        throw threeParts();
      }
    }
    if (parts.size() != PARTS.size()) {
      throw threeParts();
    }
    return parts;
  }

  private static S3Exception threeParts() {
    return Malformed.IN_HEADER.because(
        "the authorization header requires three components:"
            + " Credential, SignedHeaders, and Signature.");
  }

  private static Instant time(Headers headers) {
    Optional<String> amzDate = single(headers, "x-amz-date");
    Optional<Instant> time =
        amzDate.isPresent()
            ? AmzTime.parse(amzDate.get())
            : single(headers, "Date").flatMap(AmzTime::parseHttpDate);
    return time.orElseThrow(() ->
        S3Error.AccessDenied.because(
            "AWS authentication requires a valid Date or x-amz-date header"));
  }

  static ContentHash contentHash(Headers headers) {
    return ContentHash.parse(
        single(headers, ContentHash.HEADER)
            .orElseThrow(() ->
                S3Error.InvalidRequest.because(
                    "Missing required header for this request: " + ContentHash.HEADER)));
  }

  /** A header that decides about the signature says one thing only. */
  static Optional<String> single(Headers headers, String name) {
    List<String> values = headers.all(name);
    if (values.size() > 1) {
      throw S3Error.InvalidRequest.because("The header " + name + " must not be repeated")
          .with("HeaderName", name);
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst().strip());
  }
}
