package dev.coffer.storage.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a folder can keep blobs at all: a blob that is finished gets its final name as a second
 * one, and not every file system lets a file have two.
 *
 * <p>It is asked before a server starts, not by {@link FileBlobs#open}: what lies on such a file
 * system can still be read. Source: docs/decisions/0058-hard-links-are-required.md.
 */
public final class HardLinks {
  private static final String NAME = ".coffer-links-";
  private static final Duration OLD = Duration.ofMinutes(1);

  private HardLinks() {}

  /**
   * Gives a file of its own a second name, as a blob's would be given, and removes both again. May
   * be asked by several processes at a time.
   *
   * @param blobs the folder of a {@link FileBlobs}, or one in which that is to be made
   * @return the system's reason why it cannot have two; empty when it can
   * @throws IOException when no file can be made there in the first place
   */
  public static Optional<IOException> refusal(Path blobs) throws IOException {
    var folder = new BlobFolder(blobs);
    Path pending = existing(folder.pending(), blobs);
    Path finished = existing(folder.finished(), blobs);
    Path first = Files.createTempFile(pending, NAME, "");
    Path second = finished.resolve(first.getFileName() + "-2");
    try {
      removeLeftovers(pending, first);
      removeLeftovers(finished, first);
      // So that the link does not fail for want of something else.
      Files.delete(Files.createFile(second));
      return link(second, first);
    } finally {
      Files.deleteIfExists(second);
      Files.deleteIfExists(first);
    }
  }

  private static Optional<IOException> link(Path second, Path first) {
    try {
      Files.createLink(second, first);
      return Optional.empty();
    } catch (UnsupportedOperationException e) {
      return Optional.of(new IOException("not supported", e));
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** What a process left that was killed here; a young one may be another's that is at work. */
  private static void removeLeftovers(Path folder, Path own) throws IOException {
    Instant old = Files.getLastModifiedTime(own).toInstant().minus(OLD);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAME + "*")) {
      for (Path file : files) {
        if (modifiedBefore(old, file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean modifiedBefore(Instant time, Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(time);
    } catch (NoSuchFileException _) {
      return false; // another process has removed it meanwhile
    }
  }

  private static Path existing(Path wanted, Path otherwise) {
    return Files.isDirectory(wanted) ? wanted : otherwise;
  }
}
