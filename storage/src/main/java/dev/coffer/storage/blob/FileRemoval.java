package dev.coffer.storage.blob;

import dev.coffer.storage.Folders;
import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes the files of finished blobs for good: a power loss does not bring them back. */
record FileRemoval(BlobFolder folder, DirectorySync directories) {
  void remove(BlobId id) throws IOException {
    Optional<Path> changed = unlink(id);
    if (changed.isPresent()) {
      directories.sync(changed.get());
    }
  }

  /**
   * Blobs of one time share a folder, hence a sync. When that fails all of them are left: it must
   * not be asked for again, see {@link DirectorySync}.
   *
   * @return what is left, with why
   */
  Map<BlobId, StorageFailure> removeEach(Collection<BlobId> ids) {
    Map<BlobId, StorageFailure> left = new LinkedHashMap<>();
    Map<Path, List<BlobId>> folders = new LinkedHashMap<>();
    for (BlobId id : ids) {
      attempt(
          List.of(id),
          left,
          () ->
              unlink(id)
                  .ifPresent(at -> folders.computeIfAbsent(at, _ -> new ArrayList<>()).add(id)));
    }
    folders.forEach((changed, of) -> attempt(of, left, () -> directories.sync(changed)));
    return left;
  }

  /** What touches the disk. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void attempt(List<BlobId> of, Map<BlobId, StorageFailure> left, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      StorageFailure why = BlobFolder.failure(e);
      of.forEach(id -> left.put(id, why));
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
