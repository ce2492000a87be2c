package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Collector;

/** Another store that gives one blob's bytes for every name. */
record Substituted(BlobStore store, BlobId blob) implements BlobStore {
  @Override
  public BlobWriter create(Bytes hint) {
    return store.create(hint);
  }

  @Override
  public BlobReader open(BlobId id) {
    return store.open(blob);
  }

  @Override
  public void remove(BlobId id) {
    store.remove(id);
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
