package dev.coffer.wire.http;

/**
 * A message does not decode. The text is for logs; what the client sees is its protocol's code for
 * a malformed message.
 */
public final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedMessage(String message) {
    super(message);
  }

  public MalformedMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
