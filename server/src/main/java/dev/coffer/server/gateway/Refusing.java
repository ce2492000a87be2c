package dev.coffer.server.gateway;

import dev.coffer.wire.http.Response;

/** How a protocol says no. */
@FunctionalInterface
interface Refusing {
  /**
   * The answer for a failure.
   *
   * @param cause its text is shown only when the kind is a refusal
   */
  Response answer(Exchange exchange, Failure kind, Exception cause);
}
