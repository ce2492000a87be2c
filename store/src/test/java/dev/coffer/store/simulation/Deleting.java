package dev.coffer.store.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.DeleteObjects.Deleted;
import dev.coffer.wire.s3.DeleteObjects.Failed;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deletes objects and versions, alone and several at once. */
final class Deleting {
  private final Plan plan;
  private final Asker asker;
  private final SplittableRandom random;

  Deleting(Plan plan, Asker asker, SplittableRandom random) {
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  /** What is asked to be deleted, and what that means. */
  private record Asked(Target target, Effect effect, @Nullable Version version) {}

  void delete(int key) {
    var op = plan.requests().delete(key, null);
    Effect effect = plan.deletion(key, plan.contents().marker());
    asker.ask(
        new Asker.Meaning(effect, Map.of()),
        () -> plan.store().deletes().deleteObject(TestStore.CALLER, op).versionId());
  }

  void deleteVersion(String id) {
    Plan.Named named = plan.named(id);
    var op = plan.requests().delete(named.key(), id);
    var meaning =
        new Asker.Meaning(
            new Effect.Removed(named.key(), named.version()),
            named.version().held()
                ? Map.of(S3Error.AccessDenied, List.of(there(named)))
                : Map.of());
    asker.ask(meaning, () -> plan.store().deletes().deleteObject(TestStore.CALLER, op).versionId());
  }

  private static Effect there(Plan.Named named) {
    return new Effect.SeenVersion(named.key(), named.version(), true);
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
    asker.unnoticed("deletion of " + asked, () -> deleteAll(targets, asked, begun));
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
      asked.values().forEach(each -> plan.history().unsure(each.effect(), begun));
      throw e;
    }
  }

  private void deleted(Asked asked, Deleted deleted, long begun) {
    plan.history().sure(asked.effect(), begun);
    if (asked.effect() instanceof Effect.Put put) {
      plan.learn(deleted.deleteMarkerVersionId(), put.key(), put.version());
    }
  }

  private void failed(Asked asked, Failed failed, long begun) {
    assertThat(failed.code()).isEqualTo(S3Error.AccessDenied.code());
    Version version = requireNonNull(asked.version());
    assertThat(version).matches(Version::held);
    int key = Requests.number(failed.key());
    plan.history().sure(new Effect.SeenVersion(key, version, true), begun);
  }

  private Asked any() {
    String id = random.nextBoolean() ? plan.anyVersion(random) : null;
    if (id == null) {
      int key = random.nextInt(plan.keys());
      Effect effect = plan.deletion(key, plan.contents().marker());
      return new Asked(new Target(Requests.key(key), null, null), effect, null);
    }
    Plan.Named named = plan.named(id);
    return new Asked(
        new Target(Requests.key(named.key()), id, null),
        new Effect.Removed(named.key(), named.version()),
        named.version());
  }
}
