package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Collector;

/** Another store, before and behind which the process may end; what it was writing is litter. */
record FusedBlobs(BlobStore blobs, Fuse fuse) implements BlobStore {
  private BlobStore alive() {
    fuse.pass();
    return blobs;
  }

  @Override
  public BlobWriter create(Bytes hint) {
    return new Writer(alive().create(hint), fuse);
  }

  @Override
  public BlobReader open(BlobId id) {
    return alive().open(id);
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
    private final Fuse fuse;

    Writer(BlobWriter blob, Fuse fuse) {
      this.blob = blob;
      this.fuse = fuse;
    }

    @Override
    public BlobId id() {
      return blob.id();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      fuse.pass();
      blob.write(bytes, offset, length);
    }

    @Override
    public void finish() {
      fuse.pass();
      blob.finish();
      fuse.pass();
    }

    /** Nothing cleans up after a dead process. */
    @Override
    public void close() {
      if (!fuse.blown()) {
        blob.close();
      }
    }
  }
}
