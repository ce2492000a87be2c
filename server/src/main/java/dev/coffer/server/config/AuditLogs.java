package dev.coffer.server.config;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.kms.audit.Alarm;
import dev.coffer.kms.audit.ChainedLog;
import dev.coffer.kms.audit.FileAuditTrail;
import dev.coffer.kms.audit.LogGround;
import dev.coffer.kms.audit.LogRules;
import dev.coffer.kms.audit.OnFailure;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.SystemKeys;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of key use below {@code DATA/audit}.
 *
 * @param calls of the key service
 * @param objects whose keys were used, and whether or not the key service was asked
 */
record AuditLogs(FileAuditTrail calls, FileAuditTrail objects) {
  static final String PURPOSE = "audit-log";

  private static final Logger LOG = LoggerFactory.getLogger(AuditLogs.class);

  /** Over the system's index, which exists; what must be closed is kept in {@code opened}. */
  static AuditLogs open(Rooms.Ground ground, RootKey root, KvStore kv, Opened opened) {
    var systemKeys = new SystemKeys(kv, root.key(), ground.entropy());
    MacKey key = opened.keep(new MacKey(systemKeys.requireSecret(PURPOSE)));
    LogGround on = ground(ground.folder(), kv, key, root.key().installationId(), ground.clock());
    OnFailure onFailure = ground.auditOnFailure();
    return new AuditLogs(
        opened.keep(FileAuditTrail.open(on, onFailure)),
        opened.keep(FileAuditTrail.ofObjects(on, onFailure)));
  }

  static LogGround ground(
      DataFolder folder, KvStore kv, MacKey key, Bytes installation, InstantSource clock) {
    return new LogGround(
        folder.audit(), kv, SystemKeys.INDEX, key, installation, clock, new Logged());
  }

  /** What is asked over the local socket. */
  Map<String, Object> answer(AuditAsking.Asked asked) {
    return AuditAsking.answer(
        asked, (stream, question) -> log(stream).verify(question), stream -> log(stream).head());
  }

  private ChainedLog log(String stream) {
    return (stream.equals(LogRules.OBJECTS) ? objects : calls).log();
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
