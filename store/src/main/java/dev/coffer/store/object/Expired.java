package dev.coffer.store.object;

import org.jspecify.annotations.Nullable;

/**
 * Something that a bucket's rules brought about.
 *
 * @param versionId null where versions are not shown, and of an upload
 * @param sizeBytes of the version; null of what has no content, or none yet
 */
public record Expired(
    Deed deed, String objectKey, @Nullable String versionId, @Nullable Long sizeBytes) {
  /** What was done. */
  public enum Deed {
    /** A version, or a marker, was removed. */
    REMOVED,
    /** A marker hides the object. */
    HIDDEN,
    /** An upload was aborted. */
    ABORTED
  }
}
