package dev.coffer.storage.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a folder can keep blobs at all: a blob that is finished gets its final name as a second
 * one, and not every file system lets a file have two.
 *
 * <p>It is asked before a server starts, not by {@link FileBlobs#open}: what lies on such a file
 * system can still be read. Source: docs/decisions/0058-hard-links-are-required.md.
 */
public final class HardLinks {
  private HardLinks() {}

  /**
   * Gives a file of its own a second name, as a blob's would be given, and removes both again.
   *
   * @param blobs the folder of a {@link FileBlobs}, or one in which that is to be made
   * @throws IOException when that is not possible, with the system's reason
   */
  public static void require(Path blobs) throws IOException {
    var folder = new BlobFolder(blobs);
    Path first = Files.createTempFile(existing(folder.pending(), blobs), ".coffer-", ".tmp");
    Path second = existing(folder.finished(), blobs).resolve(first.getFileName() + "2");
    try {
      Files.createLink(second, first);
    } catch (UnsupportedOperationException e) {
      throw new IOException("not supported", e);
    } finally {
      Files.deleteIfExists(second);
      Files.delete(first);
    }
  }

  private static Path existing(Path wanted, Path otherwise) {
    return Files.isDirectory(wanted) ? wanted : otherwise;
  }
}
