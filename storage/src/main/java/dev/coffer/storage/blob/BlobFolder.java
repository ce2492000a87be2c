package dev.coffer.storage.blob;

import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Where things lie in the folder of a {@link FileBlobs}.
 *
 * <p>Finished blobs: {@code blobs/xxx/yyy/ID}, where x and y are ten bits each of a number that
 * grows by one with every 256 blobs of a session and begins elsewhere for each session: so blobs
 * that are finished at the same time mostly share a folder and its sync. Unfinished: {@code
 * pending/SESSION/ID}. Source: docs/formats/blob-files-v1.md.
 */
record BlobFolder(Path root) {
  private static final int PER_FOLDER_BITS = 8;
  private static final int LEVEL_BITS = 10;
  private static final long LEVEL_MASK = (1 << LEVEL_BITS) - 1;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  Path finished(BlobId id) {
    long place = (id.sequence() >>> PER_FOLDER_BITS) + ((id.session() * SPREAD) >>> 44);
    return finished().resolve(level(place >>> LEVEL_BITS)).resolve(level(place)).resolve(id.hex());
  }

  /** All finished blobs lie below it. */
  Path finished() {
    return root.resolve("blobs");
  }

  /** All unfinished blobs lie below it. */
  Path pending() {
    return root.resolve("pending");
  }

  Path pending(long session) {
    return pending().resolve(sessionName(session));
  }

  Path pending(BlobId id) {
    return pending(id.session()).resolve(id.hex());
  }

  Path sessions() {
    return root.resolve("sessions");
  }

  Path session(long session) {
    return sessions().resolve(sessionName(session));
  }

  /** Names the last session that was begun. */
  Path lastSession() {
    return root.resolve("last-session");
  }

  /** The same number once more, since a lower one would be a catastrophe. */
  Path lastSessionCopy() {
    return root.resolve("last-session.copy");
  }

  Path format() {
    return root.resolve("format");
  }

  /** The kind of failure behind an I/O error; the JDK has no type for a full disk. */
  static StorageFailure failure(IOException e) {
    String text = String.valueOf(e.getMessage());
    boolean full = text.contains("No space left") || text.contains("Disk quota exceeded");
    return full
        ? new Full("no room left for blobs", e)
        : new Unavailable("the blob's file cannot be used", e);
  }

  private static String sessionName(long session) {
    return HexFormat.of().toHexDigits(session);
  }

  private static String level(long place) {
    return HexFormat.of().toHexDigits(place & LEVEL_MASK, 3);
  }
}
