package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What survives the sessions of {@link MemoryBlobs}; safe for several threads. */
final class MemoryPool {
  /** A blob and, once it is finished, its content. */
  record Stored(BlobId id, Bytes hint, @Nullable Bytes content) {}

  private final NavigableMap<BlobId, Stored> blobs = new ConcurrentSkipListMap<>();
  private final TreeSet<Long> sessions = new TreeSet<>();
  private long lastSession;

  synchronized long beginSession() {
    lastSession++;
    sessions.add(lastSession);
    return lastSession;
  }

  synchronized List<Long> sessionsBefore(long session) {
    return List.copyOf(sessions.headSet(session, false));
  }

  synchronized void forget(long session) {
    sessions.remove(session);
  }

  Stored begin(BlobId id, Bytes hint) {
    Stored begun = new Stored(id, hint, null);
    blobs.put(id, begun);
    return begun;
  }

  /** Fails when the blob was collected while it was written. */
  void finish(Stored begun, Bytes content) {
    Stored finished = new Stored(begun.id(), begun.hint(), content);
    if (!blobs.replace(begun.id(), begun, finished)) {
      throw new Unavailable("the blob was collected before it was finished");
    }
  }

  Optional<Bytes> finished(BlobId id) {
    Stored stored = blobs.get(id);
    return stored == null ? Optional.empty() : Optional.ofNullable(stored.content());
  }

  void removeFinished(BlobId id) {
    blobs.computeIfPresent(id, (name, stored) -> stored.content() == null ? stored : null);
  }

  void remove(BlobId id) {
    blobs.remove(id);
  }

  List<Candidate> left(long session) {
    return blobs
        .subMap(new BlobId(session, 1), true, new BlobId(session, Long.MAX_VALUE), true)
        .values()
        .stream()
        .map(stored -> new Candidate(stored.id(), stored.hint()))
        .toList();
  }
}
