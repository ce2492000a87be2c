package dev.coffer.server.config;

import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit trail as lines of the server's log. */
final class LoggedTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  @Override
  public void record(AuditEvent event) {
    LOG.info(
        "{} by {} on {}: {} {}",
        event.eventName(),
        event.userIdentity().arn(),
        event.resources(),
        event.errorCode() == null ? "done" : event.errorCode(),
        event.eventId());
  }
}
