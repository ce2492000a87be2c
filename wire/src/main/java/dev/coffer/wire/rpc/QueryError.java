package dev.coffer.wire.rpc;

/**
 * What every service of the query protocol may answer. Source: IAM and STS API References, "Common
 * errors"; the texts of signature refusals as the services give them.
 */
public enum QueryError {
  ExpiredToken(403, "The security token included in the request is expired"),
  IncompleteSignature(
      400, "The request signature does not conform to the standards that AWS expects."),
  InternalFailure(
      500, "The request processing has failed because of an unknown error, exception or failure."),
  InvalidAction(400, "The action or operation requested is invalid."),
  InvalidClientTokenId(403, "The security token included in the request is invalid."),
  MalformedInput(400, "The parameters of the request do not form a structure."),
  MissingAction(400, "The request is missing an action or a required parameter."),
  MissingAuthenticationToken(403, "Request is missing Authentication Token"),
  NotImplemented(501, "The operation is not implemented"),
  RequestEntityTooLarge(413, "The request is larger than any that the service reads."),
  ServiceFailure(
      500, "The request processing has failed because of an unknown error, exception or failure."),
  ServiceUnavailable(503, "The request has failed due to a temporary failure of the server."),
  SignatureDoesNotMatch(
      403,
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details."),
  ValidationError(400, "The input fails to satisfy the constraints specified by an AWS service.");

  private final int status;
  private final String message;

  QueryError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  /** A refusal with the usual text. */
  public RpcException refusal() {
    return because(message);
  }

  /** A refusal with a text of its own. */
  public RpcException because(String text) {
    return new RpcException(name(), status, text);
  }
}
