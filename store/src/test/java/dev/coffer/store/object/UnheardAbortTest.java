package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.S3Error;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an abort whose commit was lost, though nobody can know, is not answered as done when the
 * upload has become an object meanwhile.
 */
final class UnheardAbortTest {
  @TempDir private Path folder;

  private final Losing kv =
      new Losing(
          new MemoryKv(),
          commit -> commit.deletes().stream().anyMatch(row -> row.startsWith(Suffixes.UPLOADS)));

  @Test
  void anObjectThatCameAndWentLeavesItUndecided() {
    try (var world = new World(folder, kv)) {
      Uploading upload = Uploading.begin(world, "key");
      var part = upload.sent(1, World.noise(1, 100));
      kv.lose(() -> {
        upload.complete(part);
        world.delete("key", null);
      });
      assertThatThrownBy(upload::abort).isInstanceOf(Unavailable.class);
      assertRefused(S3Error.NoSuchUpload, upload::abort);
    }
  }

  @Test
  void whatGoesOnIsAborted() {
    try (var world = new World(folder, kv)) {
      Uploading upload = Uploading.begin(world, "key");
      kv.lose(() -> upload.part(1, World.noise(1, 100)));
      upload.abort();
      assertRefused(S3Error.NoSuchUpload, upload::abort);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }
}
