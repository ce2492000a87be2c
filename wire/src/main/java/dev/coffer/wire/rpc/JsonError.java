package dev.coffer.wire.rpc;

import org.jspecify.annotations.Nullable;

/**
 * What every service of the JSON protocol may answer; those without a usual text carry no message.
 * Source: spec/kms.md §1.6.
 */
public enum JsonError {
  ExpiredTokenException(400, "The security token included in the request is expired"),
  IncompleteSignatureException(
      400, "The request signature does not conform to the standards that AWS expects."),
  InternalFailure(500, "The request processing has failed because of an unknown error."),
  InvalidSignatureException(
      400,
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details."),
  KMSInternalException(500, "The request failed because of an internal error."),
  MissingAuthenticationTokenException(400, "Missing Authentication Token"),
  RequestEntityTooLarge(413, "The request is larger than any that the service reads."),
  SerializationException(400),
  ServiceUnavailable(503, "The request has failed due to a temporary failure of the server."),
  UnknownOperationException(400),
  UnrecognizedClientException(400, "The security token included in the request is invalid."),
  UnsupportedOperationException(400),
  ValidationException(400);

  private final int status;
  private final @Nullable String message;

  JsonError(int status) {
    this(status, null);
  }

  JsonError(int status, @Nullable String message) {
    this.status = status;
    this.message = message;
  }

  /** A refusal with the usual text, or without any. */
  public RpcException refusal() {
    return new RpcException(name(), status, message);
  }

  /** A refusal with a text of its own. */
  public RpcException because(String text) {
    return new RpcException(name(), status, text);
  }
}
