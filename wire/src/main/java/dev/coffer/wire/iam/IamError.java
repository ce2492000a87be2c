package dev.coffer.wire.iam;

import dev.coffer.wire.rpc.RpcException;

/** Every error code that IAM answers with. Source: IAM API Reference, the errors of each action. */
public enum IamError {
  AccessDenied(403, "Access Denied"),
  DeleteConflict(409, "Cannot delete entity"),
  EntityAlreadyExists(409, "The entity already exists."),
  InvalidInput(400, "Invalid input"),
  LimitExceeded(409, "Limit exceeded"),
  MalformedPolicyDocument(400, "The policy is not in the valid JSON format."),
  MissingAuthenticationToken(403, "Request is missing Authentication Token"),
  NoSuchEntity(404, "The entity cannot be found."),
  NotImplemented(501, "Not implemented"),
  UnmodifiableEntity(400, "The entity cannot be modified."),
  ValidationError(400, "The input fails to satisfy the constraints.");

  private final int status;
  private final String message;

  IamError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
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
