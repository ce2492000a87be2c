package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FolderLock;
import dev.coffer.storage.Folders;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;

/**
 * One file for each blob, in a folder of this machine.
 *
 * <p>A blob is written under a temporary name, gets its final one, and is synced, as is its folder.
 * Opening the store takes the same time however many blobs it holds. Shape:
 * docs/formats/blob-files-v1.md.
 */
public final class FileBlobs implements BlobStore {
  private static final int REMEMBERED_FOLDERS = 16_384;

  private final FolderLock lock;
  private final BlobFolder folder;
  private final long session;
  private final Reservations reservations;
  private final Reserve reserve;
  private final DirectorySync directories;
  private final FileRemoval removal;

  /**
   * Folders that this process has made durable; one that merely exists may vanish by power loss.
   */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /**
   * Held for reading while a blob is begun or finished: none is once another opener may collect.
   */
  private final StampedLock inside = new StampedLock();

  private volatile boolean closed;

  private FileBlobs(FolderLock lock, BlobFolder folder, long session, DirectorySync.Syncing syncing)
      throws IOException {
    this.lock = lock;
    this.folder = folder;
    this.session = session;
    this.reserve = Reserve.of(folder.root());
    this.directories = new DirectorySync(syncing);
    this.removal = new FileRemoval(folder, directories);
    this.reservations = new Reservations(folder.session(session));
  }

  /**
   * Opens the blobs in a folder, which is made when absent.
   *
   * @throws Unavailable when another opener has it
   * @throws dev.coffer.storage.Corrupt when its format is not one this version reads
   */
  public static FileBlobs open(Path path) {
    return open(path, Folders::sync);
  }

  /**
   * The same with another way to sync folders, for tests of what happens when that fails.
   *
   * @param syncing of the folders of blobs
   */
  static FileBlobs open(Path path, DirectorySync.Syncing syncing) {
    FolderLock lock = FolderLock.take(path);
    boolean opened = false;
    try {
      BlobFolder folder = new BlobFolder(path.toRealPath());
      FileBlobs blobs = new FileBlobs(lock, folder, Sessions.begin(folder), syncing);
      opened = true;
      return blobs;
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  @Override
  public BlobWriter create(Bytes hint) {
    Checks.requireHint(hint);
    return inside(() -> {
      BlobId id = new BlobId(session, reservations.next());
      requireDurable(folder.pending(session));
      return FileBlobWriter.begin(this, new BlobFile(id, hint), folder.pending(id));
    });
  }

  @Override
  public void requireRoom() {
    try {
      reserve.require();
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }

  @Override
  public BlobReader open(BlobId id) {
    requireOpen();
    try {
      return FileBlobReader.open(this, id, folder.finished(id));
    } catch (NoSuchFileException e) {
      NoSuchBlob absent = new NoSuchBlob(id);
      absent.initCause(e);
      throw absent;
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }

  @Override
  public void remove(BlobId id) {
    inside(() -> {
      removal.remove(id);
      return id;
    });
  }

  @Override
  public Map<BlobId, StorageFailure> removeEach(Collection<BlobId> ids) {
    return inside(() -> removal.removeEach(ids));
  }

  @Override
  public Collector collector() {
    requireOpen();
    return new FileCollector(this, folder, removal, session);
  }

  @Override
  public void close() {
    long stamp = inside.writeLock();
    try {
      if (!closed) {
        closed = true;
        lock.close();
      }
    } finally {
      inside.unlockWrite(stamp);
    }
  }

  void requireOpen() {
    if (closed) {
      throw new Unavailable("the blob store is closed");
    }
  }

  /**
   * Gives a written file its final name and makes both durable; never over another file. After a
   * failure that name is not there, as far as that is possible.
   *
   * <p>The name comes before the sync of the file, so that one commit of the file system's journal
   * carries both. The first name stays until then: it shows that the file may not be whole. Its
   * removal is the caller's, and no part of what makes the blob durable.
   *
   * @param notWithdrawn runs after a failure when the final name may come back, so that the first
   *     one must stay
   */
  void publish(BlobId id, Path written, FileChannel content, Runnable notWithdrawn)
      throws IOException {
    Path target = folder.finished(id);
    Path parent = Folders.above(target);
    requireDurable(parent);
    Files.createLink(target, written);
    boolean durable = false;
    try {
      content.force(true);
      directories.sync(parent);
      durable = true;
    } finally {
      if (!durable && !withdraw(target, parent)) {
        notWithdrawn.run();
      }
    }
  }

  /**
   * Takes back a final name. After a power loss it may be there again: with its header, then the
   * collector asks the group that this names, where nobody refers to the blob; or without, then the
   * first name tells that it was never whole. So that name may go only when this one is gone for
   * good; else the collector removes both with the session.
   *
   * @return whether it is gone for good
   */
  private boolean withdraw(Path target, Path parent) {
    try {
      Files.deleteIfExists(target);
      directories.sync(parent);
      return true;
    } catch (IOException e) {
      return false; // the disk has failed twice; the caller is told of the first time
    }
  }

  /** Runs while the store is open and stays so. */
  <T> T inside(DiskWork<T> work) {
    long stamp = inside.readLock();
    try {
      requireOpen();
      return work.run();
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    } finally {
      inside.unlockRead(stamp);
    }
  }

  /** What touches the disk. */
  @FunctionalInterface
  interface DiskWork<T> {
    T run() throws IOException;
  }

  private void requireDurable(Path wanted) throws IOException {
    if (durable.contains(wanted)) {
      return;
    }
    Path above = Folders.above(wanted);
    if (above.startsWith(folder.root()) && !above.equals(folder.root())) {
      requireDurable(above);
    }
    Files.createDirectories(wanted);
    directories.sync(above);
    if (durable.size() >= REMEMBERED_FOLDERS) {
      durable.clear();
    }
    durable.add(wanted);
  }
}
