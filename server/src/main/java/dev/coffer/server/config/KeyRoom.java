package dev.coffer.server.config;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.kms.access.ChangeFeed;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.KeyUses;
import dev.coffer.kms.access.LaterUses;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.key.KeyService;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.RootKeyRows;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.store.job.JobRunner;

/**
 * The key service of the rooms: its operations, who hears of changes, who counts what hangs on a
 * key, and its chores.
 *
 * <p>Opened before the store of objects, which uses it.
 */
record KeyRoom(KeyOperations operations, ChangeFeed changes, LaterUses uses) {
  private static final String TOKENS = "kms-tokens";
  private static final String NAMES = "kms-material-names";

  /** Over the system's index, which exists; what must be closed is kept in {@code opened}. */
  static KeyRoom open(
      Rooms.Ground ground,
      RootKey root,
      KvStore kv,
      Callers callers,
      AuditTrail trail,
      Opened opened) {
    var systemKeys = new SystemKeys(kv, root.key(), ground.entropy());
    WrappingKey records = opened.keep(systemKeys.require(RootKeyRows.KMS_RECORDS));
    WrappingKey tokens = opened.keep(systemKeys.require(TOKENS));
    var names = opened.keep(new MaterialNames(systemKeys.requireSecret(NAMES)));
    var changes = new ChangeFeed();
    var uses = new LaterUses();
    var foundation =
        new Foundation(
            kv,
            SystemKeys.INDEX,
            root.key(),
            stores(ground, opened),
            records,
            tokens,
            names,
            ground.buckets().region(),
            ground.clock(),
            ground.entropy(),
            trail,
            ground.requests().kmsQuotas() ? Quotas.amazon() : Quotas.off(),
            callers.identities()::principalExists,
            uses,
            changes);
    var operations = new KeyOperations(foundation);
    opened.keep(operations.chores()::flushLastUses);
    return new KeyRoom(operations, changes, uses);
  }

  /** Asks no backend yet: one that is away stops its own keys alone. */
  private static CustomKeyStores stores(Rooms.Ground ground, Opened opened) {
    var around = new Surroundings(ground.clock(), ground.entropy());
    return opened.keep(CustomKeyStores.open(ground.folder().keys(), around));
  }

  /** The key service for the store of objects. */
  KeyService service() {
    return operations.service();
  }

  /** Lets this one say how many object versions hang on a key. */
  void countBy(KeyUses counter) {
    uses.countBy(counter);
  }

  /** Lets the chores run until the rooms are closed; what was missed is done at once. */
  void startJobs(Opened opened) {
    var chores = new JobRunner(new KeyChores(operations.chores()));
    chores.start();
    opened.keep(chores);
    var uses = new JobRunner(new LastUsesJob(operations.chores()));
    uses.start();
    opened.keep(uses);
  }
}
