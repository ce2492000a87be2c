package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a write whose commit took place, though nobody heard of it, does not take place a second
 * time after others have changed what it did.
 */
final class RepeatedWriteTest {
  private static final byte[] CONTENT = World.noise(1, 20_000);
  private static final long HOURS_MILLIS = 3 * 3600 * 1000;

  @TempDir private Path folder;

  /** A store that takes one new version without saying so, and lets others come before it does. */
  private static final class Silent extends ForwardingKv {
    private @Nullable Runnable meanwhile;

    Silent(KvStore kv) {
      super(kv);
    }

    @Override
    public Outcome commit(Commit commit) {
      Outcome outcome = super.commit(commit);
      Runnable others = meanwhile;
      if (others == null || !commit.puts().containsKey(Suffixes.CURRENT)) {
        return outcome;
      }
      meanwhile = null;
      others.run();
      return new Outcome.Unknown(new Unavailable("no answer"));
    }
  }

  private final Silent kv = new Silent(new MemoryKv());

  private static void swept(World world) {
    for (int i = 0; i < 2; i++) {
      world.pass(HOURS_MILLIS);
      world.store().sweep().sweepOnce();
    }
  }

  /** Whether the write was answered as done. */
  private boolean put(World world, Runnable meanwhile) {
    kv.meanwhile = meanwhile;
    try {
      world.put("key", CONTENT);
      return true;
    } catch (Unavailable undecided) {
      return false;
    } finally {
      assertThat(kv.meanwhile).isNull();
    }
  }

  private static byte @Nullable [] content(World world, String key) {
    try {
      return world.get(key, null);
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.NoSuchKey);
      return null;
    }
  }

  @Test
  void whatWasDeletedMeanwhileStaysDeleted() {
    try (var world = new World(folder, kv)) {
      boolean done =
          put(
              world,
              () -> {
                world.delete("key", null);
                swept(world);
              });
      swept(world);
      assertThat(done).isFalse();
      assertThat(content(world, "key")).isNull();
      assertThat(Renaming.beside(world)).isEmpty();
      assertThat(world.blobsAfterSweep()).isZero();
    }
  }

  @Test
  void whatWasRenamedMeanwhileIsAtItsNewKeyAlone() {
    try (var world = new World(folder, kv)) {
      boolean done =
          put(
              world,
              () -> {
                Renaming.rename(world, "key", "other");
                swept(world);
              });
      swept(world);
      assertThat(done).isFalse();
      List<String> there = new ArrayList<>(Renaming.keys(world));
      assertThat(there).containsExactly("other");
      assertThat(world.get("other", null)).isEqualTo(CONTENT);
      world.delete("other", null);
      swept(world);
      assertThat(Renaming.beside(world)).isEmpty();
      assertThat(world.blobsAfterSweep()).isZero();
    }
  }

  @Test
  void aVersionThatWasRemovedMeanwhileDoesNotComeBack() {
    try (var world = new World(folder, kv)) {
      world.versioning("Enabled");
      world.put("key", World.noise(2, 20_000));
      boolean done =
          put(
              world,
              () -> {
                world.delete("key", newest(world));
                swept(world);
              });
      swept(world);
      assertThat(done).isFalse();
      assertThat(world.get("key", null)).isEqualTo(World.noise(2, 20_000));
    }
  }

  /** Its bytes are in its row, so its removal leaves nothing by which it would be known. */
  @Test
  void aSmallVersionThatWasRemovedMeanwhileDoesNotComeBack() {
    try (var world = new World(folder, kv)) {
      world.versioning("Enabled");
      world.put("key", World.noise(2, 100));
      kv.meanwhile = () -> world.delete("key", newest(world));
      assertThatThrownBy(() -> world.put("key", World.noise(3, 100)))
          .isInstanceOf(Unavailable.class);
      assertThat(world.get("key", null)).isEqualTo(World.noise(2, 100));
    }
  }

  @Test
  void aSmallObjectThatWasDeletedMeanwhileStaysDeleted() {
    try (var world = new World(folder, kv)) {
      kv.meanwhile = () -> world.delete("key", null);
      assertThatThrownBy(() -> world.put("key", World.noise(3, 100)))
          .isInstanceOf(Unavailable.class);
      assertThat(content(world, "key")).isNull();
    }
  }

  @Test
  void aMarkerThatWasRemovedMeanwhileDoesNotComeBack() {
    try (var world = new World(folder, kv)) {
      world.versioning("Enabled");
      world.put("key", World.noise(2, 100));
      kv.meanwhile = () -> world.delete("key", marker(world));
      assertThatThrownBy(() -> world.delete("key", null)).isInstanceOf(Unavailable.class);
      assertThat(world.get("key", null)).isEqualTo(World.noise(2, 100));
    }
  }

  @Test
  void aSmallObjectThatIsThereIsAnsweredAsDone() {
    try (var world = new World(folder, kv)) {
      kv.meanwhile = () -> {};
      world.put("key", World.noise(3, 100));
      assertThat(world.get("key", null)).isEqualTo(World.noise(3, 100));
    }
  }

  private static String marker(World world) {
    return listed(world).deleteMarkers().getFirst().versionId();
  }

  private static String newest(World world) {
    return listed(world).versions().getFirst().versionId();
  }

  private static ListObjectVersions.Output listed(World world) {
    var op =
        new ListObjectVersions(World.BUCKET, null, null, null, null, null, null, null, null, null);
    return world.store().versionListings().list(World.CALLER, op);
  }
}
