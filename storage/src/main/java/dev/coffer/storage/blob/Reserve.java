package dev.coffer.storage.blob;

import dev.coffer.storage.Full;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room on the disk that no body may take: what remains is for the rows and the lines of the audit
 * trail without which nothing could be read or deleted any more, and for a start.
 *
 * <p>64 MiB, or a sixteenth of a disk that is smaller than 1 GiB.
 */
final class Reserve {
  private static final long BYTES = 64L * 1024 * 1024;
  private static final long SHARE = 16;

  private final FileStore disk;

  private Reserve(FileStore disk) {
    this.disk = disk;
  }

  /** Of the disk that a folder lies on. */
  static Reserve of(Path folder) throws IOException {
    return new Reserve(Files.getFileStore(folder));
  }

  /**
   * Returns when a body may still be written.
   *
   * @throws Full when no more than the reserve is left
   */
  void require() throws IOException {
    require(disk.getUsableSpace(), disk.getTotalSpace());
  }

  static void require(long usableBytes, long totalBytes) {
    if (usableBytes < Math.min(BYTES, totalBytes / SHARE)) {
      throw new Full("no room left for bodies but the reserve", new IOException("disk full"));
    }
  }
}
