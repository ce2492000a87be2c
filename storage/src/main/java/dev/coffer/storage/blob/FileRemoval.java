package dev.coffer.storage.blob;

import dev.coffer.storage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Removes the files of finished blobs for good: a power loss does not bring them back. */
record FileRemoval(BlobFolder folder, DirectorySync directories) {
  void remove(BlobId id) throws IOException {
    Optional<Path> changed = unlink(id);
    if (changed.isPresent()) {
      directories.sync(changed.get());
    }
  }

  /** Blobs of one time share a folder, hence a sync. */
  void removeEach(Collection<BlobId> ids) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (BlobId id : ids) {
      unlink(id).ifPresent(folders::add);
    }
    for (Path changed : folders) {
      directories.sync(changed);
    }
  }

  /** The folder that must be synced: an earlier removal may not have come so far. */
  private Optional<Path> unlink(BlobId id) throws IOException {
    Path file = folder.finished(id);
    Path parent = Folders.above(file);
    boolean there = Files.deleteIfExists(file) || Files.isDirectory(parent);
    return there ? Optional.of(parent) : Optional.empty();
  }
}
