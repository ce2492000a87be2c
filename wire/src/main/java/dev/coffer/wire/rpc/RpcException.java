package dev.coffer.wire.rpc;

import org.jspecify.annotations.Nullable;

/**
 * A refusal by IAM, STS, the key service or the administration, on which the client may act. Made
 * by the errors' enums ({@code IamError.NoSuchEntity.because("…")}); the gateway writes it in the
 * protocol of the request.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  /**
   * A refusal.
   *
   * @param code as on the wire
   * @param status 500 and above are the server's fault
   * @param text null for errors that carry no message at all
   */
  public RpcException(String code, int status, @Nullable String text) {
    super(text, null, false, false);
    this.code = code;
    this.status = status;
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /** Null when the answer has no message. */
  public @Nullable String text() {
    return getMessage();
  }
}
