package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;

/**
 * A blob of a dead session that may be an orphan.
 *
 * @param hint as given to {@link BlobStore#create}; empty when it cannot be read any more: then the
 *     blob is damaged, nobody can tell who refers to it, and it must be left alone
 */
public record Candidate(BlobId id, Bytes hint) {
  public boolean damaged() {
    return hint.isEmpty();
  }
}
