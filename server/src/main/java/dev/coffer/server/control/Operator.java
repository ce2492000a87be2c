package dev.coffer.server.control;

import java.util.Map;

/** What carries out the orders of the local socket. */
public interface Operator {
  /**
   * Carries out an order and returns what is to be told: texts, numbers, truths, and lists and maps
   * of them, as JSON holds them.
   *
   * @param secret what was given with the order, maybe empty; the operator may keep it and zeroes
   *     it when it is not needed any more
   * @throws Refusal when it cannot be done
   */
  Map<String, Object> carryOut(Order order, byte[] secret);

  /** Why an order was not carried out, in words for the one who gave it. */
  final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message, Throwable cause) {
      super(message, cause);
    }

    public Refusal(String message) {
      super(message);
    }
  }
}
