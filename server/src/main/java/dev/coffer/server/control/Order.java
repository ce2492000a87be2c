package dev.coffer.server.control;

import java.util.Optional;

/** What is asked over the socket, and the byte that says so. */
public enum Order {
  STATUS(1, false),
  SEAL(2, false),
  /** The backends that the root key file names are to be asked. */
  UNSEAL_BY_BACKENDS(3, false),
  UNSEAL_BY_PASSPHRASE(4, true),
  UNSEAL_BY_RECOVERY_KEY(5, true),
  /** One share; the last that is needed unseals. */
  UNSEAL_BY_SHARE(6, true),
  /** The path of a key file, which the server reads. */
  UNSEAL_BY_KEY_FILE(7, true),
  /** A question about the logs of key use, as JSON; it is no secret. */
  AUDIT(8, true);

  private final int code;
  private final boolean secret;

  Order(int code, boolean secret) {
    this.code = code;
    this.secret = secret;
  }

  int code() {
    return code;
  }

  /** Whether something must be said with it, a secret or not. */
  boolean withSecret() {
    return secret;
  }

  static Optional<Order> of(int code) {
    for (Order order : values()) {
      if (order.code == code) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }
}
