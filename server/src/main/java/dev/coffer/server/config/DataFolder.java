package dev.coffer.server.config;

import dev.coffer.storage.Folders;
import dev.coffer.storage.blob.HardLinks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The data folder, held by one server at a time.
 *
 * <p>{@code keys/} the root key file, {@code meta/} RocksDB, {@code blobs/} sealed bodies, {@code
 * audit/} the logs of key use, {@code tls/} own certificates, {@code first-run.env} the generated
 * credentials, {@code lock}.
 */
final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path root;
  private final FileChannel lock;

  private DataFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes the folder; makes it, for its owner only, when it is not there.
   *
   * @throws StartFailure when another server has it or it cannot be written
   */
  static DataFolder take(Path path) {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path root = path.toRealPath();
      makePrivate(root.resolve("blobs"));
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      if (!locked(channel)) {
        channel.close();
        throw new StartFailure(
            ExitCode.TRY_LATER,
            "another server is running on " + root + "; stop it first, or use another folder");
      }
      return new DataFolder(root, channel);
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CANNOT_CREATE, "cannot use the data folder " + path + ": " + e.getMessage(), e);
    }
  }

  /** Object keys lie in clear below it, so it is its owner's alone even in a folder of others. */
  private static void makePrivate(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Folders.sync(Folders.above(folder));
    }
  }

  /**
   * Blobs without the rows that know them are not a first start: the sweep would take them for
   * litter. The rows are durable before the first blob can be.
   */
  private void requireRowsOfBlobs() {
    if (Files.exists(blobs().resolve("format")) && !Files.exists(meta().resolve("rows/CURRENT"))) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "there are bodies of objects in "
              + blobs()
              + " and no rows that know them in "
              + meta()
              + "; put the rows back. Nothing was changed");
    }
  }

  /**
   * The folder of the rows, to be opened where it is; RocksDB would begin new ones in it.
   *
   * @throws StartFailure when there are blobs, and no rows that know them
   */
  Path rowsToOpen() {
    requireRowsOfBlobs();
    return meta();
  }

  /**
   * The same, made when absent; its being there says that this is not a first start.
   *
   * @throws StartFailure when there are blobs, and no rows that know them
   */
  Path rowsToOpenOrBegin() throws IOException {
    requireRowsOfBlobs();
    makePrivate(meta());
    return meta();
  }

  /**
   * Without hard links each write of a body would fail, so there is no start.
   *
   * @throws StartFailure when the folder's file system knows none, or no file can be made there
   */
  void requireHardLinks() {
    try {
      HardLinks.refusal(blobs())
          .ifPresent(why -> {
            throw withoutHardLinks(why);
          });
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CANNOT_CREATE, "cannot write in " + blobs() + " (" + e + ")", e);
    }
  }

  private StartFailure withoutHardLinks(IOException why) {
    return new StartFailure(
        ExitCode.CANNOT_CREATE,
        "no file in "
            + blobs()
            + " can have two names, so no body of an object could be kept there ("
            + why
            + "); put the whole data folder on one file system that knows hard links, such as"
            + " ext4, XFS, Btrfs or ZFS",
        why);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  Path root() {
    return root;
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path meta() {
    return root.resolve("meta");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path audit() {
    return root.resolve("audit");
  }

  Path tls() {
    return root.resolve("tls");
  }

  Path firstRun() {
    return root.resolve("first-run.env");
  }

  /** Writes a file that only its owner may read: whole or not at all, and durably. */
  static void writeSecret(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, ".coffer-", ".tmp");
    try {
      Files.setPosixFilePermissions(temporary, OWNER_ONLY);
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      if (folder != null) {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
          directory.force(true);
        }
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StartFailure(ExitCode.SOFTWARE, "cannot release the data folder", e);
    }
  }
}
