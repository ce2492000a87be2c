package dev.coffer.store.object;

import static dev.coffer.store.object.FusedStore.CALLER;
import static dev.coffer.store.object.FusedStore.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.FusedStore.Upload;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever is put, copied, grown, renamed and deleted in a directory bucket, under either
 * encryption and wherever the process ends meanwhile, each key reads as before or as after, and
 * nothing is left when all is gone.
 */
final class DirectoryModelTest {
  private static final int STEPS = 60;
  private static final String[] KEYS = {"a", "b/c", "b/d"};
  private static final int[] SIZES = {1, 500, 16_384, 16_385, 40_000, 150_000};

  /** What every key holds; nothing for none. */
  private final Map<String, byte[]> known = new HashMap<>();

  private FusedStore store = new FusedStore();
  private SplittableRandom random = new SplittableRandom();
  private int seed;

  /** A change of some keys: what they hold when it took place. */
  private record Step(Map<String, byte @Nullable []> after, Change change) {}

  private interface Change {
    void run() throws IOException;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachKeyReadsAsBeforeOrAsAfter(long seed) throws IOException {
    random = new SplittableRandom(seed);
    try (var opened = new FusedStore()) {
      store = opened;
      String key = store.keys.create(CALLER);
      for (int step = 0; step < STEPS; step++) {
        boolean kms = random.nextBoolean();
        var byDefault = new ByDefault(kms ? "aws:kms" : "AES256", kms ? key : null);
        store.byDefault(DIRECTORY, new Rule(byDefault, true, null));
        run(next());
      }
      store.restart();
      store.sweep();
      requireKnown();
      for (String each : KEYS) {
        deletion(each).change().run();
      }
      abortUploads();
      assertThat(store.blobsAfterSweep()).isZero();
    }
  }

  /** Those of which the process ended before they were completed. */
  private void abortUploads() {
    var list = new ListMultipartUploads(DIRECTORY, null, null, null, null, null, null, null, null);
    store
        .store()
        .uploadListings()
        .list(CALLER, list)
        .uploads()
        .forEach(each ->
            store
                .store()
                .uploads()
                .abort(
                    CALLER,
                    new AbortMultipartUpload(DIRECTORY, each.key(), each.uploadId(), null, null)));
  }

  private String key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  private static Spot spot(String key) {
    return new Spot(DIRECTORY, key);
  }

  private static At now(String key) {
    return new At(spot(key), null, SseCustomer.NONE);
  }

  private byte[] content() {
    return World.noise(++seed, SIZES[random.nextInt(SIZES.length)]);
  }

  private Step next() {
    String key = key();
    String other = key();
    byte[] content = content();
    byte[] present = known.get(key);
    var plainly = new Asked(Sse.NONE, SseCustomer.NONE, "m");
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Step(one(key, content), () -> store.put(spot(key), plainly, content));
      case 2 -> new Step(one(key, content), () -> upload(key, plainly, content));
      case 3 -> deletion(key);
      case 4 ->
          present == null || key.equals(other)
              ? append(key, content)
              : new Step(one(other, present), () -> store.copy(now(key), spot(other), plainly));
      case 5 -> present == null || key.equals(other) ? append(key, content) : rename(key, other);
      default -> append(key, content);
    };
  }

  private static Map<String, byte @Nullable []> one(String key, byte @Nullable [] content) {
    var one = new HashMap<String, byte @Nullable []>();
    one.put(key, content);
    return one;
  }

  private void upload(String key, Asked asked, byte[] content) throws IOException {
    Upload upload = store.begin(spot(key), asked);
    store.complete(upload, List.of(store.part(upload, 1, content)));
  }

  private Step append(String key, byte[] content) {
    byte[] present = known.getOrDefault(key, new byte[0]);
    byte[] whole = Arrays.copyOf(present, present.length + content.length);
    System.arraycopy(content, 0, whole, present.length, content.length);
    return new Step(one(key, whole), () -> store.append(spot(key), present.length, content));
  }

  private Step deletion(String key) {
    var op = new DeleteObject(DIRECTORY, key, null, null, null, null);
    return new Step(one(key, null), () -> store.store().deletes().deleteObject(CALLER, op));
  }

  private Step rename(String from, String to) {
    var after = one(to, known.get(from));
    after.put(from, null);
    var op =
        new RenameObject(DIRECTORY, to, from, Preconditions.NONE, null, null, null, null, null);
    return new Step(after, () -> store.store().renames().rename(CALLER, op));
  }

  /** Runs it, and lets the process end in the middle now and then. */
  private void run(Step step) throws IOException {
    boolean mayEnd = random.nextInt(2) == 0;
    if (mayEnd) {
      store.fuse.burn(random.nextInt(25));
    }
    boolean done = done(step);
    store.fuse.stop();
    if (store.fuse.blown()) {
      store.restart();
    }
    boolean there = done || tookPlace(step);
    if (there) {
      step.after()
          .forEach((key, content) -> {
            if (content == null) {
              known.remove(key);
            } else {
              known.put(key, content);
            }
          });
    }
    requireKnown();
    if (random.nextInt(10) == 0) {
      store.sweep();
      requireKnown();
    }
  }

  /** False when it was refused, or the process ended before the answer. */
  private boolean done(Step step) throws IOException {
    try {
      step.change().run();
      return !store.fuse.blown();
    } catch (S3Exception e) {
      assertThat(e.error() == S3Error.EncryptionTypeMismatch || store.fuse.blown())
          .as(e.toString())
          .isTrue();
      return false;
    } catch (RuntimeException e) {
      if (!store.fuse.blown()) {
        throw e;
      }
      return false;
    }
  }

  /** All of it or nothing. */
  private boolean tookPlace(Step step) {
    List<Boolean> took = new ArrayList<>();
    step.after().forEach((key, content) -> took.add(Arrays.equals(read(key), content)));
    assertThat(took).as("a change takes place as a whole").containsOnly(took.getFirst());
    return took.getFirst();
  }

  private void requireKnown() {
    for (String key : KEYS) {
      assertThat(read(key)).as(key).isEqualTo(known.get(key));
    }
  }

  private byte @Nullable [] read(String key) {
    try {
      return TestStore.read(store.get(now(key), null, null));
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.NoSuchKey);
      return null;
    }
  }
}
