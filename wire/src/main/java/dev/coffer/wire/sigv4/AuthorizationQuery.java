package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the claim of a presigned URL. */
final class AuthorizationQuery {
  static final String ALGORITHM = "X-Amz-Algorithm";
  static final String CREDENTIAL = "X-Amz-Credential";
  static final String DATE = "X-Amz-Date";
  static final String EXPIRES = "X-Amz-Expires";
  static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  static final String SIGNATURE = "X-Amz-Signature";
  static final String TOKEN = "X-Amz-Security-Token";
  static final String BUCKET_TOKEN = "X-Amz-S3session-Token";
  static final String CONTENT_HASH = "X-Amz-Content-Sha256";
  static final Duration LONGEST = Duration.ofDays(7);

  private static final List<String> MARKS =
      List.of(ALGORITHM, CREDENTIAL, SIGNATURE, SIGNED_HEADERS, "AWSAccessKeyId", "Signature");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}");

  private AuthorizationQuery() {}

  /** Whether the query claims a signer, in whatever version and however incompletely. */
  static boolean presentIn(Query query) {
    return MARKS.stream().anyMatch(query::has);
  }

  /** The hash is asked for after the rest of the claim. */
  static Authorization parse(Request request, Supplier<ContentHash> contentHash) {
    Query query = request.query();
    requireAlgorithm(query);
    Credential credential = Credential.parse(required(query, CREDENTIAL), Malformed.IN_QUERY);
    Instant time = time(required(query, DATE));
    List<String> signed = SignedHeaders.parse(required(query, SIGNED_HEADERS), Malformed.IN_QUERY);
    return new Authorization(
        credential.accessKeyId(),
        credential.scope(),
        time,
        signed,
        required(query, SIGNATURE),
        contentHash.get(),
        expires(required(query, EXPIRES)),
        single(query, TOKEN)
            .or(() -> AuthorizationHeader.single(request.headers(), TOKEN))
            .orElse(null),
        single(query, BUCKET_TOKEN)
            .or(() -> AuthorizationHeader.single(request.headers(), BUCKET_TOKEN))
            .orElse(null));
  }

  private static void requireAlgorithm(Query query) {
    if (!query.has(ALGORITHM) && (query.has("AWSAccessKeyId") || query.has("Signature"))) {
      throw AuthorizationHeader.sigV2();
    }
    switch (required(query, ALGORITHM)) {
      case StringToSign.ALGORITHM -> {}
      case "AWS4-ECDSA-P256-SHA256" ->
          throw S3Error.NotImplemented.because(
              "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not implemented");
      default ->
          throw error(
              "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
    }
  }

  private static Instant time(String text) {
    return AmzTime.parse(text)
        .orElseThrow(
            () -> error("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
  }

  private static Duration expires(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw error("X-Amz-Expires should be a number");
    }
    long seconds = Long.parseLong(text);
    if (seconds < 0) {
      throw error("X-Amz-Expires must be non-negative");
    }
    if (seconds > LONGEST.toSeconds()) {
      throw error(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than 604800 seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  /** A presigned URL that says nothing about its body does not cover it. */
  static ContentHash contentHash(Request request) {
    Optional<String> inQuery = single(request.query(), CONTENT_HASH);
    Optional<String> inHeader = AuthorizationHeader.single(request.headers(), ContentHash.HEADER);
    if (inQuery.isPresent() && inHeader.isPresent() && !inQuery.equals(inHeader)) {
      throw error("X-Amz-Content-Sha256 must be the same in query and header");
    }
    return inQuery
        .or(() -> inHeader)
        .map(ContentHash::parse)
        .orElseGet(ContentHash.UnsignedPayload::new);
  }

  private static String required(Query query, String name) {
    return single(query, name)
        .orElseThrow(() ->
            error(
                "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                    + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and"
                    + " X-Amz-Expires parameters."));
  }

  private static Optional<String> single(Query query, String name) {
    List<Query.Parameter> all =
        query.parameters().stream().filter(parameter -> parameter.name().equals(name)).toList();
    if (all.size() > 1) {
      throw error("The parameter " + name + " must not be repeated");
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst().value());
  }

  private static S3Exception error(String text) {
    return S3Error.AuthorizationQueryParametersError.because(text);
  }
}
