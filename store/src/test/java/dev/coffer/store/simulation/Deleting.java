package dev.coffer.store.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.simulation.Asker.Doing;
import dev.coffer.store.simulation.Asker.Meaning;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjects.Deleted;
import dev.coffer.wire.s3.DeleteObjects.Failed;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Deletes objects and versions, alone and several at once, also only as they were read. */
final class Deleting {
  private final Plan plan;
  private final Asker asker;
  private final Reading reading;
  private final SplittableRandom random;

  Deleting(Plan plan, Asker asker, Reading reading, SplittableRandom random) {
    this.plan = plan;
    this.asker = asker;
    this.reading = reading;
    this.random = random;
  }

  /** What is asked to be deleted, and what that means. */
  private record Asked(Target target, Meaning meaning) {}

  private void ask(Meaning meaning, DeleteObject op) {
    asker.ask(meaning, () -> plan.store().deletes().deleteObject(TestStore.CALLER, op).versionId());
  }

  /** Deletes whatever is there; a marker is one and the same under every state of versioning. */
  private Doing deletion(int key) {
    Version marker = plan.contents().marker();
    return state -> plan.deletion(key, marker, state);
  }

  private Meaning where(Effect.Look look, Map<S3Error, List<Effect>> refused) {
    Version marker = plan.contents().marker();
    return Meaning.adding(
        state -> new Effect.Where(look, plan.deletion(look.key(), marker, state)), refused);
  }

  void delete(int key) {
    ask(Meaning.adding(deletion(key), Map.of()), plan.requests().delete(key, null));
  }

  /** Deletes what still is as it is read now, or what there is then, if anything is. */
  void deleteAsRead(int key) {
    if (!conditionable()) {
      delete(key);
      return;
    }
    Reading.Found read = reading.read(key).found();
    if (read == null || random.nextInt(6) == 0) {
      ask(anything(key), plan.requests().deleteMatching(key, null, "*"));
    } else if (plan.kind() == Kind.DIRECTORY && random.nextBoolean()) {
      deleteSized(key, read.version().origin());
    } else {
      ask(asRead(key, read), plan.requests().deleteMatching(key, null, read.eTag()));
    }
  }

  /**
   * Whether a condition is of the newest version. While versioning was never set, it is of the null
   * version, and others may come meanwhile.
   */
  private boolean conditionable() {
    return plan.kind() != Kind.SWITCHED
        || !plan.switching().possible(plan.history().now()).contains(VersioningState.NEVER_SET);
  }

  private Meaning anything(int key) {
    List<Effect> missing = List.of(new Effect.Seen(key, null));
    return where(new Effect.SeenAny(key), Map.of(S3Error.PreconditionFailed, missing));
  }

  private Meaning asRead(int key, Reading.Found read) {
    return where(
        new Effect.SeenLike(key, read.version().origin()), Writing.notAsRead(key, read.version()));
  }

  private void deleteSized(int key, int origin) {
    List<Effect> another = List.of(new Effect.SeenUnlike(key, origin));
    var meaning =
        where(new Effect.SeenAtMost(key, origin), Map.of(S3Error.PreconditionFailed, another));
    ask(meaning, plan.requests().deleteSized(key, plan.contents().of(origin).length));
  }

  /** Removes the null version, wherever it is. */
  void deleteNull(int key) {
    ask(
        Meaning.always(new Effect.RemovedNull(key), Map.of()),
        plan.requests().delete(key, Plan.NULL));
  }

  void deleteVersion(String id) {
    Plan.Named named = plan.named(id);
    boolean bypass = plan.kind() == Kind.LOCKED && random.nextInt(3) == 0;
    ask(
        ofVersion(named, bypass),
        bypass
            ? plan.requests().deleteBypassing(named.key(), id)
            : plan.requests().delete(named.key(), id));
  }

  private Meaning ofVersion(Plan.Named named, boolean bypass) {
    return Meaning.always(() -> removed(named, bypass), locked(named, bypass));
  }

  private Effect.Removed removed(Plan.Named named, boolean bypass) {
    return new Effect.Removed(named.key(), named.version(), bypass, plan.now());
  }

  private Map<S3Error, List<Effect>> locked(Plan.Named named, boolean bypass) {
    var seen = new Effect.SeenLocked(named.key(), named.version(), bypass, plan.now());
    return Map.of(S3Error.AccessDenied, List.of(seen));
  }

  private static Effect.Look seen(Plan.Named named, boolean there) {
    return new Effect.SeenVersion(named.key(), named.version(), there);
  }

  /** Deletes a version by its id and its ETag, which it keeps. */
  void deleteVersionAsRead(String id) {
    Reading.Found read = reading.readVersion(id).found();
    if (read != null) {
      Plan.Named named = plan.named(id);
      Map<S3Error, List<Effect>> refused = new HashMap<>(locked(named, false));
      refused.put(S3Error.NoSuchKey, List.of(seen(named, false)));
      ask(
          Meaning.always(() -> new Effect.Where(seen(named, true), removed(named, false)), refused),
          plan.requests().deleteMatching(named.key(), id, read.eTag()));
    }
  }

  /** Deletes something of some keys in one request; each of them for itself. */
  void deleteSeveral() {
    Map<String, Asked> asked = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      Asked each = any();
      asked.put(each.target().key(), each);
    }
    long begun = plan.history().tick();
    List<Target> targets = new ArrayList<>();
    asked.values().forEach(each -> targets.add(each.target()));
    asker.unnoticed("deletion of " + targets, () -> deleteAll(targets, asked, begun));
  }

  private void deleteAll(List<Target> targets, Map<String, Asked> asked, long begun) {
    try {
      var output =
          plan.store()
              .deletes()
              .deleteObjects(
                  TestStore.CALLER, TestStore.RIGHTS, plan.requests().deleteAll(targets));
      assertThat(output.deleted().size() + output.errors().size()).isEqualTo(targets.size());
      output
          .deleted()
          .forEach(deleted -> deleted(requireNonNull(asked.get(deleted.key())), deleted, begun));
      output
          .errors()
          .forEach(failed -> failed(requireNonNull(asked.get(failed.key())), failed, begun));
    } catch (StorageFailure | Ended e) {
      asked.values().forEach(each -> asker.unanswered(each.meaning(), begun));
      throw e;
    }
  }

  private void deleted(Asked asked, Deleted deleted, long begun) {
    asker.answered(asked.meaning(), deleted.deleteMarkerVersionId(), begun);
  }

  private void failed(Asked asked, Failed failed, long begun) {
    var refused = asked.meaning().refused();
    S3Error error = S3Error.valueOf(failed.code());
    assertThat(refused).as("refusals of %s", asked).containsKey(error);
    requireNonNull(refused.get(error)).forEach(effect -> plan.history().sure(effect, begun));
  }

  private Asked any() {
    String id = random.nextBoolean() ? plan.anyVersion(random) : null;
    if (id == null) {
      return anyKey(random.nextInt(plan.keys()));
    }
    Plan.Named named = plan.named(id);
    return new Asked(new Target(Requests.key(named.key()), id, null), ofVersion(named, false));
  }

  private Asked anyKey(int key) {
    boolean asRead = conditionable() && random.nextBoolean();
    Reading.Found read = asRead ? reading.read(key).found() : null;
    return read == null
        ? new Asked(
            new Target(Requests.key(key), null, null), Meaning.adding(deletion(key), Map.of()))
        : new Asked(new Target(Requests.key(key), null, read.eTag()), asRead(key, read));
  }
}
