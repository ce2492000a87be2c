package dev.coffer.wire.admin;

import dev.coffer.wire.rpc.RpcException;

/** Every error code of the administration. */
public enum AdminError {
  AccessDenied(403, "Access Denied"),
  AccountNotEmpty(409, "The account still has buckets, identities or keys."),
  NoSuchAccount(404, "There is no such account."),
  NoSuchBucket(404, "There is no such bucket."),
  ValidationException(400, "The input fails to satisfy the constraints.");

  private final int status;
  private final String message;

  AdminError(int status, String message) {
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
