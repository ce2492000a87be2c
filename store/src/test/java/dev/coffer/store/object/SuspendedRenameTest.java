package dev.coffer.store.object;

import static dev.coffer.store.object.Renaming.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.object.Renaming.Body;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a rename that stands still for hours before any of its calls, while the sweep goes round
 * and takes it for one that broke off, neither loses the object nor doubles it.
 */
final class SuspendedRenameTest {
  private static final long HOURS_MILLIS = 3 * 3600 * 1000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Body.class)
  void theObjectIsAtOneKeyAlone(Body body) {
    boolean happened = true;
    int calls = 0;
    while (happened) {
      var kv = new OnceBefore(new MemoryKv());
      try (var world = new World(folder.resolve("at-" + calls), kv)) {
        body.put(world, "from", 1);
        kv.call(calls, () -> swept(world));
        Renaming.rename(world, "from", "to");
        happened = kv.happened();
        kv.call(Integer.MAX_VALUE, () -> {});
        assertThat(keys(world)).as("suspended at call %d", calls).containsExactly("to");
        assertThat(world.get("to", null)).isEqualTo(body.content(1));
        requireNothingLeft(world);
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  /** As above; and the source was written anew meanwhile, so that the rename must be given up. */
  @ParameterizedTest
  @EnumSource(Body.class)
  void whatWasOverwrittenMeanwhileIsNowhere(Body body) {
    boolean happened = true;
    int calls = 0;
    while (happened) {
      var kv = new OnceBefore(new MemoryKv());
      try (var world = new World(folder.resolve("over-" + calls), kv)) {
        body.put(world, "from", 1);
        kv.call(
            calls,
            () -> {
              world.put("from", World.noise(2, 20_000));
              swept(world);
            });
        renameOnce(world);
        happened = kv.happened();
        kv.call(Integer.MAX_VALUE, () -> {});
        List<String> there = keys(world);
        long first = there.stream().filter(key -> holds(world, key, body.content(1))).count();
        long second =
            there.stream().filter(key -> holds(world, key, World.noise(2, 20_000))).count();
        assertThat(there).hasSize((int) (first + second));
        assertThat(first).as("suspended at call %d", calls).isLessThanOrEqualTo(1);
        assertThat(second).isEqualTo(happened ? 1 : 0);
        requireNothingLeft(world);
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(10);
  }

  private static void renameOnce(World world) {
    try {
      Renaming.rename(world, "from", "to");
    } catch (S3Exception refusal) {
      assertThat(refusal.error()).isEqualTo(S3Error.NoSuchKey);
    }
  }

  private static boolean holds(World world, String key, byte[] content) {
    return java.util.Arrays.equals(world.get(key, null), content);
  }

  private static void swept(World world) {
    world.pass(HOURS_MILLIS);
    world.store().sweep().sweepOnce();
  }

  private static void requireNothingLeft(World world) {
    for (String key : keys(world)) {
      world.delete(key, null);
    }
    swept(world);
    swept(world);
    assertThat(Renaming.beside(world)).allMatch(row -> row.endsWith("/t"));
    world.store().bucketRemoval().deleteBucket(World.CALLER, new DeleteBucket(World.BUCKET, null));
    assertThat(world.blobsAfterSweep()).isZero();
  }
}
