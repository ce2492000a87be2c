package dev.coffer.server.config;

import dev.coffer.crypto.mac.MacKey;
import dev.coffer.kms.audit.Alarm;
import dev.coffer.kms.audit.FileAuditTrail;
import dev.coffer.kms.audit.LogGround;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.SystemKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of key use below {@code DATA/audit}. */
record AuditLogs(FileAuditTrail calls) {
  static final String PURPOSE = "audit-log";

  private static final Logger LOG = LoggerFactory.getLogger(AuditLogs.class);

  /** Over the system's index, which exists; what must be closed is kept in {@code opened}. */
  static AuditLogs open(Rooms.Ground ground, RootKey root, KvStore kv, Opened opened) {
    var systemKeys = new SystemKeys(kv, root.key(), ground.entropy());
    MacKey key = opened.keep(new MacKey(systemKeys.requireSecret(PURPOSE)));
    var on =
        new LogGround(
            ground.folder().audit(),
            kv,
            SystemKeys.INDEX,
            key,
            root.key().installationId(),
            ground.clock(),
            new Logged());
    return new AuditLogs(opened.keep(FileAuditTrail.open(on, ground.auditOnFailure())));
  }

  /** Alarms as lines of the server's own log. */
  private static final class Logged implements Alarm {
    @Override
    public void raise(String sentence, @Nullable Throwable cause) {
      LOG.error("ALARM audit: {}", sentence, cause);
    }

    @Override
    public void end(String sentence) {
      LOG.warn("audit: {}", sentence);
    }
  }
}
