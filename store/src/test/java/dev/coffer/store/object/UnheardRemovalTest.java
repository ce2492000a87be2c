package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a removal whose commit was lost, though nobody can know, is not answered as done when
 * another object has taken the place of the one it was to remove.
 */
final class UnheardRemovalTest {
  @TempDir private Path folder;

  /** A store that loses one removal, and lets others come before it says that it does not know. */
  private static final class Losing extends ForwardingKv {
    private @Nullable Runnable meanwhile;

    Losing(KvStore kv) {
      super(kv);
    }

    @Override
    public Outcome commit(Commit commit) {
      Runnable others = meanwhile;
      if (others == null || !commit.deletes().contains(Suffixes.CURRENT)) {
        return super.commit(commit);
      }
      meanwhile = null;
      others.run();
      return new Outcome.Unknown(new Unavailable("no answer"));
    }
  }

  private final Losing kv = new Losing(new MemoryKv());

  @Test
  void whatHasTakenThePlaceLeavesItUndecided() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.meanwhile = () -> world.put("key", World.noise(2, 100));
      assertThatThrownBy(() -> world.delete("key", null)).isInstanceOf(Unavailable.class);
      assertThat(world.get("key", null)).isEqualTo(World.noise(2, 100));
    }
  }

  @Test
  void whatIsStillThereIsRemoved() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.meanwhile = () -> {};
      world.delete("key", null);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }

  @Test
  void whatAnotherRemovedIsGone() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.meanwhile = () -> world.delete("key", null);
      world.delete("key", null);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }
}
