package dev.coffer.store.object;

import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object in parts that is replaced, and its parts removed, while somebody reads it. */
final class ReplacedPartsTest {
  private static final byte[] FIRST = noise(1, Uploading.MIN);

  @TempDir Path folder;
  private final Meddling kv = new Meddling(new MemoryKv());
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, kv);
    Uploading upload = Uploading.begin(world, "key");
    upload.complete(upload.sent(1, FIRST), upload.sent(2, utf8("end")));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void replace() {
    world.put("key", utf8("replaced"));
    world.pass(30_000);
    world.store().sweep().sweepOnce();
  }

  private void removePages() {
    ObjectGroup at = at();
    Iterator<Entry> pages = KvScan.group(kv, at.index(), at.row(Suffixes.PART_INDEXES));
    Commit.Builder commit = at.commit();
    pages.forEachRemaining(page -> commit.delete(page.key().suffix()));
    kv.commit(commit.build());
  }

  /** As by another process, which does not know what is read here. */
  private void replaceAndRemove() {
    world.put("key", utf8("replaced"));
    removePages();
  }

  @Test
  void replacedBeforeItsPagesAreReadIsReadAnew() {
    kv.beforeReading(Suffixes.PART_INDEXES, this::replaceAndRemove);
    assertThat(world.get("key", null)).isEqualTo(utf8("replaced"));
    assertThat(kv.done()).isTrue();
  }

  @Test
  void partNumberIsLookedForAnew() throws IOException {
    kv.beforeReading(Suffixes.PART_INDEXES, this::replace);
    try (InputStream content = world.read("key", 1, null).content().stream()) {
      assertThat(content.readAllBytes()).isEqualTo(utf8("replaced"));
    }
    assertThat(kv.done()).isTrue();
  }

  @Test
  void attributesAreThoseOfTheNewObject() {
    kv.beforeReading(Suffixes.PART_INDEXES, this::replace);
    var output =
        world
            .store()
            .attributes()
            .attributes(
                World.CALLER,
                new GetObjectAttributes(
                    World.BUCKET,
                    "key",
                    null,
                    null,
                    null,
                    "ObjectParts,ObjectSize",
                    SseCustomer.NONE,
                    null,
                    null));
    assertThat(output.objectSize()).isEqualTo(8);
    assertThat(output.objectParts()).isNull();
    assertThat(kv.done()).isTrue();
  }

  private ObjectGroup at() {
    return new ObjectGroup(world.store().buckets().require(World.BUCKET), "key");
  }

  @Test
  void missingPageOfAnObjectThatIsStillThereIsDamage() {
    removePages();
    assertThatThrownBy(() -> world.get("key", null)).isInstanceOf(Corrupt.class);
  }

  @Test
  void bodyThatIsBeingReadIsReadToItsEnd() throws IOException {
    try (InputStream content = world.read("key", null, null).content().stream()) {
      assertThat(content.readNBytes(FIRST.length)).isEqualTo(FIRST);
      replace();
      assertThat(content.readAllBytes()).isEqualTo(utf8("end"));
    }
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @Test
  void partsOfAnObjectThatWasReplacedAMomentAgoAreKept() {
    world.put("key", utf8("replaced"));
    assertThat(world.store().sweep().sweepOnce().removals()).isZero();
    world.pass(30_000);
    assertThat(world.store().sweep().sweepOnce().removals()).isEqualTo(1);
  }

  @Test
  void replacedAfterTheFirstPartIsUnavailableNotDamaged() throws IOException {
    try (InputStream content = world.read("key", null, null).content().stream()) {
      assertThat(content.readNBytes(FIRST.length)).isEqualTo(FIRST);
      KvScan.group(kv, at().index(), at().row(Suffixes.PARTS))
          .forEachRemaining(row -> QueuedRemovals.blobOf(row).ifPresent(world.blobs()::remove));
      world.put("key", utf8("replaced"));
      assertThatThrownBy(content::read).isInstanceOf(Unavailable.class);
    }
  }
}
