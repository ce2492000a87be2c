package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.StorageFailure;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Blobs that are written once, then read, then removed.
 *
 * <p>What every engine must do: give each blob a name that is never given again; keep it invisible
 * until {@link BlobWriter#finish} has made it durable; keep its hint beside it; find what dead
 * sessions left behind by their reserved names ({@link #collector}). It sees sealed bytes only and
 * logs none.
 *
 * <p>A session is one opening of the store. Whoever refers to a blob commits its id only after
 * {@code finish} returned, so a crash leaves litter, never a hole.
 *
 * <p>Life: safe for any number of threads; methods block and are meant for virtual threads. After
 * {@code close} every method throws {@link dev.coffer.storage.Unavailable}. Errors as in {@link
 * dev.coffer.storage.StorageFailure}.
 */
public interface BlobStore extends AutoCloseable {
  /** Hints are 1 byte up to this many. */
  int MAX_HINT = 1300;

  /**
   * Begins a blob.
   *
   * @param hint where the blob will be committed, so that an orphan can be checked against its
   *     group
   */
  BlobWriter create(Bytes hint);

  /**
   * Returns when there is room for bodies, wherever these are to lie; asked before one is kept, and
   * now and then while it is written. An engine that keeps no reserve always has room.
   *
   * @throws dev.coffer.storage.Full when no more is left than what the rest needs to go on
   */
  default void requireRoom() {}

  /**
   * Opens a finished blob.
   *
   * @throws NoSuchBlob when it was never finished or is removed
   */
  BlobReader open(BlobId id);

  /** Removes a finished blob; idempotent. Readers that are open keep reading. */
  void remove(BlobId id);

  /**
   * The same of several, in any order and each for itself: one that cannot be removed holds up no
   * other.
   *
   * @return those that are still there, or may be there again after a power loss, each with why
   */
  default Map<BlobId, StorageFailure> removeEach(Collection<BlobId> ids) {
    Map<BlobId, StorageFailure> left = new LinkedHashMap<>();
    for (BlobId id : ids) {
      try {
        remove(id);
      } catch (StorageFailure e) {
        left.put(id, e);
      }
    }
    return left;
  }

  /** What earlier sessions left. */
  Collector collector();

  @Override
  void close();
}
