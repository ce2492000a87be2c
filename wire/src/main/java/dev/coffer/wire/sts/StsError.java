package dev.coffer.wire.sts;

import dev.coffer.wire.rpc.RpcException;

/** Every error code that STS answers with. Source: STS API Reference, the errors of each action. */
public enum StsError {
  AccessDenied(403, "Access Denied"),
  MalformedPolicyDocument(400, "The policy is not in the valid JSON format."),
  NotImplemented(501, "Not implemented"),
  PackedPolicyTooLarge(400, "The packed policy is too large."),
  ValidationError(400, "The input fails to satisfy the constraints.");

  private final int status;
  private final String message;

  StsError(int status, String message) {
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
