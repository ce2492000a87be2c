package dev.coffer.store.object;

import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion, abort and parts against each other, also where commits stay undecided. */
final class UploadRacesTest {
  private static final byte[] CONTENT = noise(1, 30_000);

  @TempDir Path folder;

  /** How a request ended. */
  private enum End {
    DONE,
    REFUSED,
    UNDECIDED
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void eitherTheObjectIsThereWholeOrTheUploadIsGone(long seed) throws Exception {
    try (World world = new World(folder, kv(seed))) {
      Uploading upload = Uploading.begin(world, "key");
      CompletedPart part = retry(() -> upload.sent(1, CONTENT));

      List<End> ends =
          together(
              () -> upload.complete(part),
              () -> {
                upload.abort();
                return true;
              },
              () -> upload.part(2, utf8("late")),
              () -> upload.part(1, noise(2, 10)));

      boolean completed = ends.get(0) == End.DONE;
      boolean aborted = ends.get(1) == End.DONE;
      assertThat(completed && aborted).as("seed %d: %s", seed, ends).isFalse();
      if (completed) {
        assertThat(world.get("key", null)).isEqualTo(CONTENT);
      } else if (aborted) {
        assertThat(ends.get(0)).isNotEqualTo(End.DONE);
        assertThat(missing(world)).isTrue();
      }
      world.store().sweep().sweepOnce();
      if (!missing(world)) {
        assertThat(world.get("key", null)).as("after the sweep").isEqualTo(CONTENT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void partsMayArriveSideBySide(long seed) throws Exception {
    try (World world = new World(folder, kv(seed))) {
      Uploading upload = Uploading.begin(world, "key");
      List<Callable<?>> parts = new ArrayList<>();
      for (int number = 1; number <= 16; number++) {
        int mine = number;
        parts.add(() -> upload.part(mine, utf8("part " + mine)));
      }

      List<End> ends = together(parts.toArray(Callable[]::new));

      assertThat(ends).doesNotContain(End.REFUSED);
      long known = ends.stream().filter(End.DONE::equals).count();
      assertThat(upload.listParts(null, null).parts().size()).isGreaterThanOrEqualTo((int) known);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void ofTwoCompletionsOneMakesTheObjectAndBothAreAnswered(long seed) throws Exception {
    try (World world = new World(folder, kv(seed))) {
      world.versioning("Enabled");
      Uploading upload = Uploading.begin(world, "key");
      CompletedPart part = retry(() -> upload.sent(1, CONTENT));

      List<End> ends = together(() -> upload.complete(part), () -> upload.complete(part));

      assertThat(ends).doesNotContain(End.REFUSED);
      if (ends.contains(End.DONE)) {
        assertThat(world.get("key", null)).isEqualTo(CONTENT);
      }
    }
  }

  /** Odd seeds leave outcomes open. */
  private static KvStore kv(long seed) {
    return seed % 2 == 0 ? new MemoryKv() : MemoryKv.hostile(seed, 6);
  }

  private static boolean missing(World world) {
    try {
      world.get("key", null);
      return false;
    } catch (S3Exception refusal) {
      assertThat(refusal.error()).isEqualTo(S3Error.NoSuchKey);
      return true;
    }
  }

  private static <T> T retry(Callable<T> request) throws Exception {
    while (true) {
      try {
        return request.call();
      } catch (Unavailable undecided) {
        assertThat(undecided).isNotNull();
      }
    }
  }

  private static List<End> together(Callable<?>... requests) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Callable<?> request : requests) {
        running.add(threads.submit(request));
      }
      List<End> ends = new ArrayList<>();
      for (Future<?> one : running) {
        ends.add(end(one));
      }
      return ends;
    }
  }

  private static End end(Future<?> request) throws InterruptedException {
    try {
      request.get();
      return End.DONE;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case S3Exception _ -> End.REFUSED;
        case Unavailable _ -> End.UNDECIDED;
        default -> throw new AssertionError("an unexpected end", e);
      };
    }
  }

  /** A client that gave up sent the part anew while the server still read what it had sent. */
  @Test
  void aPartThatBeganEarlierDoesNotReplaceALaterOne() {
    try (World world = new World(folder, new MemoryKv())) {
      Uploading upload = Uploading.begin(world, "key");
      var anew = new AtomicReference<CompletedPart>();
      byte[] late = utf8("begun first, ended last");
      var slow =
          new ByteArrayInputStream(late) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
              if (anew.get() == null) {
                anew.set(upload.sent(1, utf8("begun last")));
              }
              return super.read(target, offset, length);
            }
          };

      upload.part(1, new Body(slow, late.length), Integrity.NONE);
      upload.complete(anew.get());

      assertThat(world.get("key", null)).isEqualTo(utf8("begun last"));
      assertThat(world.blobsAfterSweep()).isEqualTo(1);
    }
  }

  @Test
  void aPartThatBeganEarlierDoesNotReplaceOneThatCameWhileItWasAdded() {
    var kv = new Meddling(new MemoryKv());
    try (World world = new World(folder, kv)) {
      Uploading upload = Uploading.begin(world, "key");
      var anew = new AtomicReference<CompletedPart>();
      kv.beforeReading(
          Suffixes.PARTS,
          () ->
              kv.beforeReading(Suffixes.PARTS, () -> anew.set(upload.sent(1, utf8("begun last")))));

      upload.part(1, utf8("begun first"));
      if (!kv.done()) {
        kv.beforeReading(Suffixes.PARTS, () -> {});
        anew.set(upload.sent(1, utf8("begun last")));
      }

      upload.complete(anew.get());
      assertThat(world.get("key", null)).isEqualTo(utf8("begun last"));
    }
  }
}
