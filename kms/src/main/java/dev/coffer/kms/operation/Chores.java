package dev.coffer.kms.operation;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Contended;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.storage.StorageFailure;
import dev.coffer.wire.kms.RotationType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the service does unasked, run by a job now and then: rotate what is due, take out what has
 * expired, destroy what was to be deleted. Everything may be stopped anywhere and run again; a key
 * that is being changed is left to the next run. Source: spec/kms.md §9.7, §15.
 */
public final class Chores {
  private static final int ALIAS_PAGE = 50;

  private final Desk desk;
  private final Turning turning;

  Chores(Desk desk, Turning turning) {
    this.desk = desk;
    this.turning = turning;
  }

  /**
   * All of them, at the present moment.
   *
   * @throws RuntimeException the first mishap, after everything else was done
   */
  public void run() {
    Instant now = desk.now();
    var mishaps = new Mishaps();
    mishaps.unless(() -> rotateDue(now));
    mishaps.unless(() -> expireDue(now));
    mishaps.unless(() -> destroyDue(now));
    mishaps.unless(this::flushLastUses);
    mishaps.report();
  }

  /** Rotates each key whose regular rotation is due: once, however often it was missed. */
  public void rotateDue(Instant now) {
    forEach(stored -> {
      if (Turning.due(stored.key(), now)) {
        desk.replace(target(stored), turning.turnedIfDue(stored.key(), now));
        turning.record(stored.key(), now, RotationType.AUTOMATIC);
      }
    });
  }

  /** Takes out imported material that has expired; it has not been used since then anyway. */
  public void expireDue(Instant now) {
    forEach(stored -> {
      KmsKey key = stored.key();
      List<Material> expired =
          key.materials().stream()
              .filter(material -> material.wrapped() != null && material.expiredAt(now))
              .toList();
      if (!expired.isEmpty()) {
        KmsKey rest = key;
        for (Material material : expired) {
          rest = rest.withMaterial(material.absent());
        }
        desk.replace(target(stored), rest);
        desk.recordUnasked("DeleteExpiredKeyMaterial", key, now, Map.of("keyId", key.id().text()));
      }
    });
  }

  /** Destroys each key whose window is over, with its materials, aliases and grants. */
  public void destroyDue(Instant now) {
    forEach(stored -> {
      Instant date = stored.key().deletionDate();
      if (date != null && !date.isAfter(now)) {
        desk.change(target(stored), () -> desk.keys().destroy(stored));
        desk.recordUnasked(
            "DeleteKey", stored.key(), now, Map.of("keyId", stored.key().id().text()));
      }
    });
    Optional<KeyId> id = desk.keys().next(null);
    while (id.isPresent()) {
      clearIfDestroyed(id.get());
      id = desk.keys().next(id.get());
    }
  }

  private void clearIfDestroyed(KeyId id) {
    Optional<String> account = desk.keys().accountOfDestroyed(id);
    if (account.isPresent()) {
      unlessContended(() -> {
        desk.grants().clear(id);
        List<Alias> aliases = desk.aliases().of(account.get(), id, null, ALIAS_PAGE);
        aliases.forEach(desk.aliases()::remove);
        desk.aliases().forget(account.get(), id);
        desk.keys().clear(id, account.get());
      });
    }
  }

  /** Writes down when keys were last used. */
  public void flushLastUses() {
    desk.lastUses().flush();
  }

  private void forEach(Consumer<StoredKey> chore) {
    desk.foundation().trail().requireReady();
    var mishaps = new Mishaps();
    Optional<KeyId> next = desk.keys().next(null);
    while (next.isPresent()) {
      KeyId id = next.get();
      mishaps.unless(
          () -> desk.keys().find(id).ifPresent(key -> unlessContended(() -> chore.accept(key))));
      next = desk.keys().next(id);
    }
    mishaps.report();
  }

  /** What went wrong with one key, which must not keep the others from their due. */
  private static final class Mishaps {
    private @Nullable RuntimeException first;

    void unless(Runnable chore) {
      try {
        chore.run();
      } catch (StorageFailure | NotAuthentic e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void report() {
      if (first != null) {
        throw first;
      }
    }
  }

  private static void unlessContended(Runnable chore) {
    try {
      chore.run();
    } catch (Contended leftToTheNextRun) {
      return;
    }
  }

  private Target target(StoredKey stored) {
    return new Target(stored, desk.arns().of(stored.key()), null);
  }
}
