package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.kms.access.Quotas;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.ListKeys;
import dev.coffer.wire.kms.RevokeGrant;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UpdateAlias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key service over a store that leaves outcomes open, and with many at once. */
final class HostileStoreTest {

  /** Repeats what may be repeated while nobody knows what became of it. */
  private static <T> T settled(Callable<T> call) {
    RuntimeException last = new IllegalStateException("never settled");
    for (int i = 0; i < 50; i++) {
      try {
        return call.call();
      } catch (Unavailable again) {
        last = again;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    throw last;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasAnsweredHolds(long seed) {
    var kms = new TestKms(MemoryKv.hostile(seed), Quotas.off());
    KeyMetadata key = settled(kms::symmetric);
    KeyMetadata other = settled(kms::symmetric);
    settled(
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("alias/a" + seed, key.keyId())));
    settled(
        () -> kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/a" + seed, other.keyId())));
    assertThat(kms.describe("alias/a" + seed).keyId()).isEqualTo(other.keyId());
    var sealed = new ArrayList<Blob>();
    for (int i = 0; i < 10; i++) {
      sealed.add(kms.encrypted(key.keyId(), "text " + i, Map.of()));
      settled(() -> kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(key.keyId())));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(kms.decrypted(sealed.get(i), null)).isEqualTo("text " + i);
    }
    var grant =
        new CreateGrant(
            key.keyId(),
            TestKms.arn("bob"),
            TestKms.arn("carol"),
            List.of(GrantOperation.Encrypt),
            null,
            null,
            "name",
            null,
            null,
            null);
    String id = settled(() -> kms.ops.granting().create(asRoot(), grant)).grantId();
    assertThat(settled(() -> kms.ops.granting().create(asRoot(), grant)).grantId()).isEqualTo(id);
    settled(() -> kms.ops.granting().revoke(asRoot(), new RevokeGrant(key.keyId(), id, null)));
    assertThat(
            kms.ops
                .granting()
                .list(asRoot(), new ListGrants(null, null, key.keyId(), null, null, null))
                .grants())
        .isEmpty();
    settled(() -> kms.ops.aliases().delete(asRoot(), new DeleteAlias("alias/a" + seed)));
    settled(() -> kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key.keyId(), 7)));
    kms.advance(Duration.ofDays(7));
    for (int i = 0; i < 5; i++) {
      settled(() -> {
        kms.ops.chores().run();
        return true;
      });
    }
    assertThat(kms.ops.life().list(asRoot(), new ListKeys(null, null, null)).keys())
        .extracting(ListKeys.Entry::keyId)
        .containsExactly(other.keyId());
  }

  /** Whoever keeps data keys of it must not go on when a change took place without an answer. */
  @Test
  void whatMayHaveChangedIsTold() {
    var store = new FallingSilent(new MemoryKv());
    var kms = new TestKms(store, Quotas.off());
    KeyMetadata key = kms.symmetric();
    kms.changed.clear();
    store.afterNextCommit = true;
    assertThatThrownBy(() -> kms.ops.life().disable(asRoot(), new DisableKey(key.keyId())))
        .isInstanceOf(Unavailable.class);
    assertThat(kms.changed).contains(key.arn());
    store.silent = false;
    assertThat(kms.describe(key.keyId()).enabled()).isFalse();
  }

  @Test
  void changesOfManyAtOnceAreAllKept() throws InterruptedException, ExecutionException {
    var kms = new TestKms();
    String key = kms.symmetric().keyId();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < 12; i++) {
        var tag = new Tag("t" + i, "v");
        running.add(
            threads.submit(() ->
                settled(
                    () -> kms.ops.tagging().tag(asRoot(), new TagResource(key, List.of(tag))))));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    assertThat(
            kms.ops
                .tagging()
                .list(asRoot(), new dev.coffer.wire.kms.ListResourceTags(key, null, null))
                .tags())
        .hasSize(12);
  }

  @Test
  void theKeyForS3IsMadeOnceByManyAtOnce() throws InterruptedException, ExecutionException {
    var kms = new TestKms();
    var ids = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<String>>();
      for (int i = 0; i < 12; i++) {
        running.add(threads.submit(() -> kms.describe("alias/aws/s3").keyId()));
      }
      for (Future<String> one : running) {
        ids.add(one.get());
      }
    }
    assertThat(ids).hasSize(12).containsOnly(ids.getFirst());
  }

  /** Applies one more commit and says nothing of it, nor of anything else. */
  private static final class FallingSilent extends ForwardingKv {
    private boolean afterNextCommit;
    private boolean silent;

    FallingSilent(KvStore kv) {
      super(kv);
    }

    @Override
    protected KvStore kv() {
      if (silent) {
        throw new Unavailable("no answer within the time allowed");
      }
      return super.kv();
    }

    @Override
    public Outcome commit(Commit commit) {
      if (silent) {
        return new Outcome.Unknown(new Unavailable("no answer within the time allowed"));
      }
      Outcome outcome = super.commit(commit);
      silent = afterNextCommit;
      return silent ? new Outcome.Unknown(new Unavailable("no answer")) : outcome;
    }
  }
}
