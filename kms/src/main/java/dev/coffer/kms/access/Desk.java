package dev.coffer.kms.access;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.Contended;
import dev.coffer.kms.key.Grants;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.LastUses;
import dev.coffer.kms.key.Materials;
import dev.coffer.kms.key.RecordSeal;
import dev.coffer.kms.key.Rows;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.rpc.RpcException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where every call of the key service comes in: it is counted against the quota, done, and written
 * down before it is answered.
 *
 * <p>An operation that finds that somebody else was faster is done again from the start, with all
 * its checks.
 */
public final class Desk {
  private static final int ATTEMPTS = 16;

  private final Foundation foundation;
  private final Arns arns;
  private final Keys keys;
  private final Aliases aliases;
  private final Grants grants;
  private final LastUses lastUses;
  private final Materials materials;
  private final Access access;
  private final KeyFinder finder;
  private final AuditEvents events;

  public Desk(Foundation around) {
    this.foundation = around;
    this.arns = new Arns(around.region());
    var seal = new RecordSeal(around.records(), around.root().installationId(), around.entropy());
    var rows = new Rows(around.store(), around.index(), seal);
    this.keys = new Keys(rows);
    this.aliases = new Aliases(rows);
    this.grants = new Grants(rows);
    this.lastUses = new LastUses(rows);
    this.materials =
        new Materials(around.root(), around.stores(), around.names(), around.entropy());
    this.access = new Access(grants, new Circumstances(aliases));
    var managed = new ManagedKeys(keys, aliases, materials, arns, around.entropy());
    this.finder = new KeyFinder(keys, aliases, arns, managed);
    this.events = new AuditEvents(arns, around.entropy());
  }

  /** Does an operation for a caller who calls for itself. */
  public <O> O serve(Call call, KeyOperation operation, Function<Attempt, O> work) {
    return serve(call, null, operation, work);
  }

  /**
   * Does an operation.
   *
   * @param viaService who calls on the caller's behalf; null when the caller does so itself
   */
  public <O> O serve(
      Call call, @Nullable String viaService, KeyOperation operation, Function<Attempt, O> work) {
    foundation.trail().requireReady();
    Attempt attempt = attempt(call, viaService, operation);
    return watched(
        attempt,
        () -> {
          foundation.quotas().take(attempt.account(), operation, attempt.now());
          return repeatedly(attempt, work);
        },
        () -> foundation.trail().record(events.done(attempt)));
  }

  /**
   * Asks whether an operation would be done for a caller. No key is used and nothing is called, so
   * an event is left by a refusal only.
   */
  public void check(
      Call call, @Nullable String viaService, KeyOperation operation, Consumer<Attempt> checks) {
    foundation.trail().requireReady();
    Attempt attempt = attempt(call, viaService, operation);
    watched(
        attempt,
        () -> {
          checks.accept(attempt);
          return attempt;
        },
        () -> {});
  }

  private Attempt attempt(Call call, @Nullable String viaService, KeyOperation operation) {
    return new Attempt(call, viaService, operation, now(), events.newId());
  }

  /** Does work and tells of it, or writes down that it was refused or has failed. */
  private <O> O watched(Attempt attempt, Supplier<O> work, Runnable tell) {
    AuditTrail trail = foundation.trail();
    boolean written = false;
    try {
      O output = work.get();
      written = true;
      tell.run();
      return output;
    } catch (RpcException refusal) {
      written = true;
      trail.record(events.refused(attempt, refusal));
      throw refusal;
    } finally {
      if (!written) {
        trail.record(events.failed(attempt));
      }
    }
  }

  private static <O> O repeatedly(Attempt attempt, Function<Attempt, O> work) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return work.apply(attempt);
      } catch (Contended somebodyWasFaster) {
        attempt.again();
      }
    }
    throw new Unavailable("a key is being changed too often");
  }

  /** Writes down a call that was refused before it came here: its message does not decode. */
  public void recordUnread(Call call, String operation, RpcException refusal) {
    foundation.trail().record(events.unread(call, operation, now(), refusal));
  }

  /** Writes down what the service did unasked. */
  public void recordUnasked(String name, KmsKey key, Instant now, Map<String, Object> details) {
    foundation.trail().record(events.unasked(name, key, now, details));
  }

  /** The moment, in milliseconds, as it is stored and shown. */
  public Instant now() {
    return foundation.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The key that is meant, if the caller may do this to it and its kind and state allow it. */
  public Target require(Attempt attempt, String keyId, Asked asked) {
    Target target = find(attempt, keyId, asked.action());
    access.require(attempt, target, asked);
    requireState(attempt, target);
    return target;
  }

  /** As above, for an operation that is its own permission. */
  public Target require(Attempt attempt, String keyId) {
    return require(attempt, keyId, Asked.of(attempt.operation().action()));
  }

  /** The key that is meant, before anything else is asked. */
  public Target find(Attempt attempt, String keyId, String action) {
    return finder.find(attempt, keyId, action);
  }

  /** The key of this id, in whatever account. */
  public Optional<Target> find(Attempt attempt, KeyId id) {
    return finder.find(attempt, id);
  }

  /** Notes that an attempt concerns a key that it has not looked for. */
  public void touched(Attempt attempt, Target target) {
    attempt.touch(target.key(), target.arn());
  }

  /** Refuses when the kind or the state of the key does not let the operation be done. */
  public void requireState(Attempt attempt, Target target) {
    KeyOperation operation = attempt.operation();
    operation.demand().require(target.key(), target.arn());
    operation.in(state(attempt, target.key())).require(target.arn());
  }

  /** A key whose custom key store is not there any more can neither be enabled nor disabled. */
  private KeyState state(Attempt attempt, KmsKey key) {
    KeyState state = key.state(attempt.now());
    String store = key.nature().keyStoreId();
    boolean gone = store != null && foundation.stores().find(store).isEmpty();
    return gone && state != KeyState.PendingDeletion ? KeyState.Unavailable : state;
  }

  /** The state as callers are shown it: a store whose backend was silent has no keys either. */
  public KeyState shownState(KmsKey key, Instant now) {
    KeyState state = key.state(now);
    String store = key.nature().keyStoreId();
    boolean silent = store != null && !foundation.stores().answers(store);
    return silent && state != KeyState.PendingDeletion ? KeyState.Unavailable : state;
  }

  /** Stores what a key has become, and tells those who keep data keys. */
  public void replace(Target target, KmsKey changed) {
    change(target, () -> keys.replace(target.stored(), changed));
  }

  /**
   * Changes something about a key, and tells those who keep data keys: also when nobody knows
   * whether it was changed.
   */
  public void change(Target target, Runnable change) {
    try {
      change.run();
    } finally {
      changed(target);
    }
  }

  /** The same for what keys are called: by their ARNs or their aliases'. */
  public void changeNames(List<String> arns, Runnable change) {
    try {
      change.run();
    } finally {
      arns.forEach(this::changed);
    }
  }

  /** Tells those who keep data keys or materials that a key is not what it was. */
  public void changed(Target target) {
    materials.forget(target.key().id());
    changed(target.arn());
  }

  /** Tells those who keep data keys that a key is called by other names. */
  public void changed(String keyArn) {
    foundation.changes().changed(keyArn);
  }

  public Foundation foundation() {
    return foundation;
  }

  public Access access() {
    return access;
  }

  public Arns arns() {
    return arns;
  }

  public Keys keys() {
    return keys;
  }

  public Aliases aliases() {
    return aliases;
  }

  public Grants grants() {
    return grants;
  }

  public LastUses lastUses() {
    return lastUses;
  }

  public Materials materials() {
    return materials;
  }
}
