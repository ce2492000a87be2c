package dev.coffer.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one opener: of all processes, and within this one.
 *
 * <p>The operating system ends the lock with the process, however it dies.
 */
public final class FolderLock implements AutoCloseable {
  /**
   * POSIX drops a process's lock as soon as any descriptor of the file is closed, so a second
   * opener of this process must be turned away before it opens the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made when it is absent.
   *
   * @throws Unavailable when somebody else has it
   */
  public static FolderLock take(Path folder) {
    try {
      Path real = Folders.create(folder).toRealPath();
      if (!HELD.add(real)) {
        throw taken(real);
      }
      return take(real, real.resolve("lock"));
    } catch (IOException e) {
      throw new Unavailable("the folder cannot be used", e).with("folder", folder);
    }
  }

  private static FolderLock take(Path real, Path file) throws IOException {
    boolean locked = false;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(real);
      }
      locked = true;
      return new FolderLock(real, channel);
    } finally {
      if (!locked) {
        HELD.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static Unavailable taken(Path folder) {
    return new Unavailable("the folder is in use by another opener").with("folder", folder);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new Unavailable("the folder's lock cannot be given back", e).with("folder", folder);
    } finally {
      HELD.remove(folder);
    }
  }
}
