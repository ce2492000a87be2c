package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.rpc.JsonError;
import dev.coffer.wire.rpc.QueryError;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of callers who did not prove who they are, which authentication makes in the words of
 * S3, in those of the service that was called. Sources: IAM API Reference, "Common errors";
 * spec/kms.md §1.6.
 */
record Unproved(Rpc.Service service) {
  private static final Duration SKEW = Duration.ofMinutes(15);

  /** Nobody claims the request. */
  RpcException nobody() {
    return query()
        ? QueryError.MissingAuthenticationToken.refusal()
        : JsonError.MissingAuthenticationTokenException.refusal();
  }

  /** The request is larger than what is read. */
  RpcException tooLarge() {
    return query()
        ? QueryError.RequestEntityTooLarge.refusal()
        : JsonError.RequestEntityTooLarge.refusal();
  }

  /** What S3 would have been told. */
  RpcException of(S3Exception refusal) {
    return switch (refusal.error()) {
      case InvalidAccessKeyId, InvalidToken ->
          query()
              ? QueryError.InvalidClientTokenId.refusal()
              : JsonError.UnrecognizedClientException.refusal();
      case ExpiredToken ->
          query() ? QueryError.ExpiredToken.refusal() : JsonError.ExpiredTokenException.refusal();
      case SignatureDoesNotMatch -> wrong(own(refusal));
      case XAmzContentSHA256Mismatch -> wrong(null);
      case RequestTimeTooSkewed -> wrong(skewed(refusal.elements()));
      case AccessDenied -> denied(refusal);
      case AuthorizationHeaderMalformed,
          AuthorizationQueryParametersError,
          InvalidArgument,
          InvalidRequest,
          NotImplemented ->
          incomplete(refusal.text());
      default ->
          new RpcException(
              refusal.error().code(), refusal.error().status(), refusal.text()); // of the transport
    };
  }

  private boolean query() {
    return service == Rpc.Service.IAM || service == Rpc.Service.STS;
  }

  private RpcException wrong(@Nullable String text) {
    if (query()) {
      return text == null
          ? QueryError.SignatureDoesNotMatch.refusal()
          : QueryError.SignatureDoesNotMatch.because(text);
    }
    return text == null
        ? JsonError.InvalidSignatureException.refusal()
        : JsonError.InvalidSignatureException.because(text);
  }

  private RpcException incomplete(String text) {
    return query()
        ? QueryError.IncompleteSignature.because(text)
        : JsonError.IncompleteSignatureException.because(text);
  }

  /** A date that is missing, or a presigned URL out of its time, or headers that nobody signed. */
  private RpcException denied(S3Exception refusal) {
    Map<String, String> elements = refusal.elements();
    if (elements.containsKey("Expires")) {
      return wrong(
          "Signature expired: "
              + basic(elements.get("Expires"))
              + " is now earlier than "
              + basic(elements.get("ServerTime")));
    }
    if (elements.containsKey("RequestTime")) {
      return wrong(skewed(elements));
    }
    return elements.containsKey("HeadersNotSigned")
        ? wrong(
            "The headers "
                + elements.get("HeadersNotSigned")
                + " must be among the SignedHeaders of the AWS Authorization.")
        : incomplete(refusal.text());
  }

  private static @Nullable String own(S3Exception refusal) {
    return refusal.text().equals(S3Error.SignatureDoesNotMatch.message()) ? null : refusal.text();
  }

  private static @Nullable String skewed(Map<String, String> elements) {
    String request = basic(elements.get("RequestTime"));
    String server = elements.get("ServerTime");
    if (server == null) {
      return null;
    }
    Instant now = Instant.parse(server);
    boolean late = request.compareTo(basic(server)) < 0;
    Instant border = late ? now.minus(SKEW) : now.plus(SKEW);
    return (late ? "Signature expired: " : "Signature not yet current: ")
        + request
        + (late ? " is now earlier than " : " is still later than ")
        + basic(border.truncatedTo(ChronoUnit.SECONDS).toString())
        + " ("
        + basic(server)
        + (late ? " - 15 min.)" : " + 15 min.)");
  }

  /** {@code 20261123T120000Z}. */
  private static String basic(@Nullable String time) {
    return time == null ? "" : time.replace("-", "").replace(":", "");
  }
}
