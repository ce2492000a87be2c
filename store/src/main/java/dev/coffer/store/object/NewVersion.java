package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that shall become the newest of its key; its order and id are found when it is
 * committed.
 *
 * @param object absent for a delete marker, which has no envelope either
 * @param ownerId canonical id
 * @param lastModified of a version that was written before; null for now
 */
public record NewVersion(
    @Nullable ObjectFacts object,
    Bytes envelope,
    VersionDetails details,
    String ownerId,
    @Nullable Instant lastModified) {
  /** One that is written now. */
  public NewVersion(
      @Nullable ObjectFacts object, Bytes envelope, VersionDetails details, String ownerId) {
    this(object, envelope, details, ownerId, null);
  }

  /** A marker that hides the key. */
  static NewVersion deleteMarker(String ownerId) {
    return new NewVersion(null, Bytes.EMPTY, VersionDetails.NONE, ownerId);
  }
}
