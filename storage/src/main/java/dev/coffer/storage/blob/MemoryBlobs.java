package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blobs in memory.
 *
 * <p>{@link #reopen} is a crash and a restart: the same content seen by a new session, with what
 * the old one had not finished left as litter.
 */
public final class MemoryBlobs implements BlobStore {
  private final MemoryPool pool;
  private final long session;
  private final AtomicLong lastSequence = new AtomicLong();
  private volatile boolean closed;

  public MemoryBlobs() {
    this(new MemoryPool());
  }

  private MemoryBlobs(MemoryPool pool) {
    this.pool = pool;
    this.session = pool.beginSession();
  }

  /** Ends this session as a crash would, and opens the same content again. */
  public MemoryBlobs reopen() {
    closed = true;
    return new MemoryBlobs(pool);
  }

  @Override
  public BlobWriter create(Bytes hint) {
    requireOpen();
    Checks.requireHint(hint);
    BlobId id = new BlobId(session, lastSequence.incrementAndGet());
    return new MemoryWriter(this, pool.begin(id, hint));
  }

  @Override
  public BlobReader open(BlobId id) {
    requireOpen();
    Bytes content = pool.finished(id).orElseThrow(() -> new NoSuchBlob(id));
    return new MemoryReader(this, content);
  }

  @Override
  public void remove(BlobId id) {
    requireOpen();
    pool.removeFinished(id);
  }

  @Override
  public Collector collector() {
    requireOpen();
    return new MemoryCollector();
  }

  @Override
  public void close() {
    closed = true;
  }

  MemoryPool pool() {
    return pool;
  }

  boolean isOpen() {
    return !closed;
  }

  void requireOpen() {
    if (closed) {
      throw new Unavailable("the blob store is closed");
    }
  }

  private final class MemoryCollector implements Collector {
    @Override
    public List<Long> sessions() {
      requireOpen();
      return pool.sessionsBefore(session);
    }

    @Override
    public Iterator<Candidate> candidates(long dead) {
      requireDead(dead);
      return pool.left(dead).iterator();
    }

    @Override
    public void remove(Candidate candidate) {
      requireOpen();
      Checks.requireEarlier(candidate.id().session(), session);
      pool.remove(candidate.id());
    }

    @Override
    public void forget(long dead) {
      requireOpen();
      Checks.requireEarlier(dead, session);
      pool.forget(dead);
    }

    private void requireDead(long dead) {
      if (!sessions().contains(dead)) {
        throw new IllegalArgumentException("not a dead session");
      }
    }
  }
}
