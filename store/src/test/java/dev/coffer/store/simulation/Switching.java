package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetBucketVersioning;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.VersioningConfiguration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versioning of the bucket of a run, and which of its states may have been in force. */
final class Switching {
  private final History history;
  private final String bucket;
  private final Setting<VersioningState> setting;

  Switching(History history, String bucket, VersioningState first) {
    this.history = history;
    this.bucket = bucket;
    this.setting = new Setting<>(history, first);
  }

  /** Sets a state; another process may be asked to, if this one fails. */
  void set(Plan plan, VersioningState state) {
    setting.set(state, putting(plan, state));
  }

  private Runnable putting(Plan plan, VersioningState state) {
    var document = Document.of(new VersioningConfiguration(status(state), null));
    var op = new PutBucketVersioning(bucket, Integrity.NONE, null, document);
    return () -> plan.store().versioning().put(TestStore.CALLER, op);
  }

  /** The same for one of many clients. */
  void set(Plan plan, int client, VersioningState state) {
    setting.set(plan, client, state, putting(plan, state));
  }

  /** Looks at it while nobody changes it. */
  void look(Plan plan) {
    long begun = history.tick();
    var op = new GetBucketVersioning(bucket, null);
    String status =
        plan.store().versioning().get(TestStore.CALLER, op).configuration().read().status();
    List<VersioningState> shown =
        possible(begun).stream().filter(state -> Objects.equals(status(state), status)).toList();
    assertThat(shown).as("%s of %s", status, possible(begun)).hasSize(1);
    setting.seen(shown.getFirst(), begun);
  }

  private static @Nullable String status(VersioningState state) {
    return switch (state) {
      case NEVER_SET -> null;
      case ENABLED -> "Enabled";
      case SUSPENDED -> "Suspended";
    };
  }

  /** The process that was asked has ended. */
  void restarted() {
    setting.restarted();
  }

  /** Which may have been in force since then. */
  Set<VersioningState> possible(long since) {
    return setting.possible(since);
  }

  /** Which was in force for a request since then, as its answer shows by the version's id. */
  VersioningState shown(@Nullable String versionId, long since) {
    VersioningState state =
        switch (versionId) {
          case null -> VersioningState.NEVER_SET;
          case Plan.NULL -> VersioningState.SUSPENDED;
          default -> VersioningState.ENABLED;
        };
    assertThat(possible(since)).as("what version id %s shows", versionId).contains(state);
    return state;
  }
}
