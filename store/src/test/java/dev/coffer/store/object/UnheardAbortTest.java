package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.wire.s3.S3Error;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an abort whose commit was lost, though nobody can know, is not answered as done when the
 * upload has become an object meanwhile.
 */
final class UnheardAbortTest {
  @TempDir private Path folder;

  /** A store that loses one abort, and lets others come before it says that it does not know. */
  private static final class Losing extends ForwardingKv {
    private @Nullable Runnable meanwhile;

    Losing(KvStore kv) {
      super(kv);
    }

    @Override
    public Outcome commit(Commit commit) {
      Runnable others = meanwhile;
      if (others == null || commit.deletes().stream().noneMatch(Losing::isUpload)) {
        return super.commit(commit);
      }
      meanwhile = null;
      others.run();
      return new Outcome.Unknown(new Unavailable("no answer"));
    }

    private static boolean isUpload(Bytes suffix) {
      return suffix.startsWith(Suffixes.UPLOADS);
    }
  }

  private final Losing kv = new Losing(new MemoryKv());

  @Test
  void anObjectThatCameAndWentLeavesItUndecided() {
    try (var world = new World(folder, kv)) {
      Uploading upload = Uploading.begin(world, "key");
      var part = upload.sent(1, World.noise(1, 100));
      kv.meanwhile =
          () -> {
            upload.complete(part);
            world.delete("key", null);
          };
      assertThatThrownBy(upload::abort).isInstanceOf(Unavailable.class);
      assertRefused(S3Error.NoSuchUpload, upload::abort);
    }
  }

  @Test
  void whatGoesOnIsAborted() {
    try (var world = new World(folder, kv)) {
      Uploading upload = Uploading.begin(world, "key");
      kv.meanwhile = () -> upload.part(1, World.noise(1, 100));
      upload.abort();
      assertRefused(S3Error.NoSuchUpload, upload::abort);
      assertThat(Renaming.keys(world)).isEmpty();
    }
  }
}
