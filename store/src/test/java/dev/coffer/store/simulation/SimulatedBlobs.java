package dev.coffer.store.simulation;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Full;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Collector;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Blobs as one process sees them, on a disk that is full now and then. A crash leaves of what was
 * not finished all or nothing, and what is finished.
 */
final class SimulatedBlobs implements BlobStore {
  private static final int FULL_PERCENT = 2;

  private final BlobStore blobs;
  private final Life life;
  private final SplittableRandom random;
  private final Set<BlobWriter> unfinished = new LinkedHashSet<>();
  private final Map<Thread, BlobId> last = new HashMap<>();

  SimulatedBlobs(BlobStore blobs, Life life, SplittableRandom random) {
    this.blobs = blobs;
    this.life = life;
    this.random = random;
  }

  /** Of what was not finished, some is there and some is not; none of it counts. */
  void crash() {
    unfinished.forEach(blob -> {
      if (random.nextBoolean()) {
        blob.close();
      }
    });
  }

  /** The blob that this thread began last. */
  BlobId last() {
    return Objects.requireNonNull(last.get(Thread.currentThread()));
  }

  private BlobStore alive() {
    life.pass();
    return blobs;
  }

  @Override
  public BlobWriter create(Bytes hint) {
    BlobWriter blob = alive().create(hint);
    unfinished.add(blob);
    last.put(Thread.currentThread(), blob.id());
    return new Writer(blob, this);
  }

  @Override
  public void requireRoom() {
    life.pass();
    requireLuck();
  }

  private void requireLuck() {
    if (life.busy() && random.nextInt(100) < FULL_PERCENT) {
      throw new Full("the disk is full");
    }
  }

  @Override
  public BlobReader open(BlobId id) {
    return new Reader(alive().open(id), life);
  }

  @Override
  public void remove(BlobId id) {
    alive().remove(id);
    life.pass();
  }

  @Override
  public Collector collector() {
    return alive().collector();
  }

  @Override
  public void close() {
    blobs.close();
  }

  private static final class Writer extends BlobWriter {
    private final BlobWriter blob;
    private final SimulatedBlobs disk;

    Writer(BlobWriter blob, SimulatedBlobs disk) {
      this.blob = blob;
      this.disk = disk;
    }

    @Override
    public BlobId id() {
      return blob.id();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      disk.life.pass();
      disk.requireLuck();
      blob.write(bytes, offset, length);
    }

    @Override
    public void finish() {
      disk.life.pass();
      blob.finish();
      disk.unfinished.remove(blob);
      disk.life.pass();
    }

    /** Nothing cleans up after a dead process. */
    @Override
    public void close() {
      if (!disk.life.dead()) {
        blob.close();
        disk.unfinished.remove(blob);
      }
    }
  }

  private record Reader(BlobReader blob, Life life) implements BlobReader {
    @Override
    public long sizeBytes() {
      return blob.sizeBytes();
    }

    @Override
    public int read(long at, byte[] target, int offset, int length) {
      life.pass();
      return blob.read(at, target, offset, length);
    }

    @Override
    public void close() {
      blob.close();
    }
  }
}
