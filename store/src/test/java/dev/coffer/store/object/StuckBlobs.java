package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.Candidate;
import dev.coffer.storage.blob.Collector;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another store, which cannot remove the blob that it is asked to remove first, until let go. */
final class StuckBlobs implements BlobStore {
  private final BlobStore store;
  private @Nullable BlobId stuck;
  private boolean letGo;
  private int refused;
  private int removed;

  StuckBlobs(BlobStore store) {
    this.store = store;
  }

  void letGo() {
    letGo = true;
  }

  /** How often it was asked to remove what it cannot. */
  int refused() {
    return refused;
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
    requireFree(id);
    store.remove(id);
    removed++;
  }

  private void requireFree(BlobId id) {
    stuck = stuck == null ? id : stuck;
    if (id.equals(stuck) && !letGo) {
      refused++;
      throw new Unavailable("the blob's file cannot be used");
    }
  }

  @Override
  public Collector collector() {
    return new StuckCollector(store.collector());
  }

  /** The collector of a store that cannot remove one of its candidates. */
  private final class StuckCollector implements Collector {
    private final Collector collector;

    StuckCollector(Collector collector) {
      this.collector = collector;
    }

    @Override
    public List<Long> sessions() {
      return collector.sessions();
    }

    @Override
    public Iterator<Candidate> candidates(long session) {
      return collector.candidates(session);
    }

    @Override
    public void remove(Candidate candidate) {
      requireFree(candidate.id());
      collector.remove(candidate);
    }

    @Override
    public void forget(long session) {
      collector.forget(session);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
