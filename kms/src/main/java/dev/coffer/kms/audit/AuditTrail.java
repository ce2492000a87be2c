package dev.coffer.kms.audit;

/**
 * Where every call of the key service is written down, allowed or refused, from outside or from
 * within.
 *
 * <p>An implementation must keep an event before {@link #record} returns, in the order of the
 * calls, so that a crash after it loses none; and must throw when it cannot. The answer of a call
 * whose event was refused is withheld: no key is used unseen. What a call changed before its event
 * was refused stays changed; {@link #requireReady} makes that rare.
 */
public interface AuditTrail {
  /**
   * Keeps an event.
   *
   * @throws RuntimeException when it could not be kept
   */
  void record(AuditEvent event);

  /**
   * Asked before anything is done for a call.
   *
   * @throws RuntimeException when it is known already that an event could not be kept now
   */
  default void requireReady() {}
}
