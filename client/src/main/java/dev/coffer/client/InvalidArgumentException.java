package dev.coffer.client;

import java.util.Optional;

/** {@code InvalidArgument}: one argument is wrong; the server may say which. */
public final class InvalidArgumentException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  InvalidArgumentException(Refusal refusal) {
    super(refusal);
  }

  /** The argument's name as the server gives it. */
  public Optional<String> findArgumentName() {
    return findElement("ArgumentName");
  }

  /** The argument's value, where the server shows it. */
  public Optional<String> findArgumentValue() {
    return findElement("ArgumentValue");
  }
}
