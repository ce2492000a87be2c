package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.MemoryKv;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a removal whose commit was lost, though nobody can know, is not answered as done when
 * another object has taken the place of the one it was to remove.
 */
final class UnheardRemovalTest {
  @TempDir private Path folder;

  private final Losing kv =
      new Losing(new MemoryKv(), commit -> commit.deletes().contains(Suffixes.CURRENT));

  @Test
  void whatHasTakenThePlaceLeavesItUndecided() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.lose(() -> world.put("key", World.noise(2, 100)));
      assertThatThrownBy(() -> world.delete("key", null)).isInstanceOf(Unavailable.class);
      assertThat(world.get("key", null)).isEqualTo(World.noise(2, 100));
    }
  }

  @Test
  void whatIsStillThereIsRemoved() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.lose(() -> {});
      world.delete("key", null);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }

  @Test
  void whatAnotherRemovedIsGone() {
    try (var world = new World(folder, kv)) {
      world.put("key", World.noise(1, 100));
      kv.lose(() -> world.delete("key", null));
      world.delete("key", null);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }
}
