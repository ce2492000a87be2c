package dev.coffer.store.simulation;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Full;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Collector;
import java.util.SplittableRandom;

/** Blobs as one process sees them, on a disk that is full now and then. */
record SimulatedBlobs(BlobStore blobs, Life life, SplittableRandom random) implements BlobStore {
  private static final int FULL_PERCENT = 2;

  private BlobStore alive() {
    life.pass();
    return blobs;
  }

  @Override
  public BlobWriter create(Bytes hint) {
    return new Writer(alive().create(hint), this);
  }

  @Override
  public BlobReader open(BlobId id) {
    return new Reader(alive().open(id), life);
  }

  @Override
  public void remove(BlobId id) {
    alive().remove(id);
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
      if (disk.random.nextInt(100) < FULL_PERCENT) {
        throw new Full("the disk is full");
      }
      blob.write(bytes, offset, length);
    }

    @Override
    public void finish() {
      disk.life.pass();
      blob.finish();
      disk.life.pass();
    }

    /** Nothing cleans up after a dead process. */
    @Override
    public void close() {
      if (!disk.life.dead()) {
        blob.close();
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
