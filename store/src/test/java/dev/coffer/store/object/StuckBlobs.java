package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Collector;
import org.jspecify.annotations.Nullable;

/** Another store, which cannot remove the blob that it is asked to remove first, until let go. */
final class StuckBlobs implements BlobStore {
  private final BlobStore store;
  private @Nullable BlobId stuck;
  private boolean letGo;
  private int removed;

  StuckBlobs(BlobStore store) {
    this.store = store;
  }

  void letGo() {
    letGo = true;
  }

  int removed() {
    return removed;
  }

  @Override
  public BlobWriter create(Bytes hint) {
    return store.create(hint);
  }

  @Override
  public BlobReader open(BlobId id) {
    return store.open(id);
  }

  @Override
  public void remove(BlobId id) {
    stuck = stuck == null ? id : stuck;
    if (id.equals(stuck) && !letGo) {
      throw new Unavailable("the blob's file cannot be used");
    }
    store.remove(id);
    removed++;
  }

  @Override
  public Collector collector() {
    return store.collector();
  }

  @Override
  public void close() {
    store.close();
  }
}
