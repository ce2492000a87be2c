package dev.coffer.kms.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A folder of mode 0700 whose files have mode 0600 from their first byte on.
 *
 * <p>A file is replaced whole: written beside, synced, renamed, folder synced. After a crash the
 * old content or the new one is there, never a mixture.
 */
record PrivateFolder(Path folder) {
  static final String LOCK_NAME = "lock";

  /** A file lock is the process's: its threads must take turns before they ask for it. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  /** Makes the folder, or takes its rights from others if it is there. */
  void prepare() throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(onlyOwner));
    Files.setPosixFilePermissions(folder, onlyOwner);
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** Replaces a file, keeping what was there as {@code previous}. */
  void replace(String name, String previous, byte[] content) throws IOException {
    if (has(name)) {
      write(previous, Files.readAllBytes(folder.resolve(name)));
    }
    write(name, content);
  }

  /** Writes a file whole. */
  void write(String name, byte[] content) throws IOException {
    Path beside = folder.resolve(name + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel file =
        FileChannel.open(
            beside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
        file.write(rest);
      }
      file.force(true);
    }
    Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync();
  }

  /** Work on the folder's files that no other process may do at the same time. */
  @FunctionalInterface
  interface Change<T> {
    T run() throws IOException;
  }

  /** Does a change while other processes that want to wait; the lock ends with the process. */
  <T> T locked(Change<T> change) throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rw-------");
    IN_THIS_PROCESS.lock();
    try (FileChannel file =
            FileChannel.open(
                folder.resolve(LOCK_NAME),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(onlyOwner));
        FileLock _ = file.lock()) {
      return change.run();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  /**
   * Tells whether group or others have one of these rights.
   *
   * @param rights six letters as in {@code rwxrwx}, a hyphen where the right does not matter
   */
  static boolean othersMay(Path file, String rights) throws IOException {
    Set<PosixFilePermission> minded = PosixFilePermissions.fromString("---" + rights);
    return !Collections.disjoint(Files.getPosixFilePermissions(file), minded);
  }

  private void sync() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Reads a file of at most {@code maxBytes}; one byte more is returned when it is longer. */
  static byte[] readUpTo(Path file, int maxBytes) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(maxBytes + 1);
    }
  }
}
