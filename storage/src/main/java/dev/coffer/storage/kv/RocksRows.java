package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Folders;
import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/**
 * The flat table underneath: named rows in RocksDB, and the only place that calls it.
 *
 * <p>Nobody may be inside any other method when {@link #close} is called, or the process dies.
 */
final class RocksRows implements AutoCloseable {
  /** Where the native library lies, and nothing else, beside the rows. */
  static final String LIBRARY = "native";

  private static final long PAGE_BYTES = 4 * 1024 * 1024;

  private final RocksSettings settings;
  private final RocksDB db;
  private final WrittenMark mark;

  private RocksRows(RocksSettings settings, RocksDB db, WrittenMark mark) {
    this.settings = settings;
    this.db = db;
    this.mark = mark;
    mark.set(db.getLatestSequenceNumber());
  }

  /**
   * Opens the table.
   *
   * @param whole whether commits that are missing in the log end it
   */
  static RocksRows open(Path folder, boolean whole) {
    loadLibrary(folder.resolve(LIBRARY));
    RocksSettings settings = new RocksSettings();
    WrittenMark mark = null;
    RocksRows opened = null;
    try {
      Path rows = Folders.create(folder.resolve("rows"));
      mark = WrittenMark.open(folder);
      Folders.sync(folder);
      if (whole) {
        WholeRows.require(rows, mark.sequence(), settings);
      }
      opened = new RocksRows(settings, RocksDB.open(settings.options(), rows.toString()), mark);
      if (!whole) {
        mark.sync();
      }
      return opened;
    } catch (RocksDBException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new Unavailable("the folder cannot be used", e).with("folder", folder);
    } finally {
      if (opened == null) {
        close(mark);
        settings.close();
      }
    }
  }

  private static void close(@Nullable WrittenMark mark) {
    if (mark != null) {
      try {
        mark.close();
      } catch (IOException e) {
        throw new Unavailable("the mark of the last commit cannot be closed", e);
      }
    }
  }

  /**
   * Unpacks the native library beside the rows: the next start replaces it there, whereas a process
   * that is killed would leave a copy of 17 MB in the system's temporary folder each time.
   */
  private static void loadLibrary(Path folder) {
    try {
      Folders.create(folder);
      NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
    } catch (IOException e) {
      throw new Unavailable("the library of RocksDB cannot be unpacked", e).with("folder", folder);
    } catch (UnsatisfiedLinkError e) {
      // The folder may forbid execution; the next line tries the system's temporary folder.
    }
    RocksDB.loadLibrary();
  }

  Optional<Bytes> get(Bytes name) {
    try {
      return Optional.ofNullable(db.get(name.toByteArray())).map(Bytes::copyOf);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  Page page(Index index, Key from, int limit) {
    try (Slice end = new Slice(RowKeys.entriesEnd(index).toByteArray());
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator rows = db.newIterator(options)) {
      List<Entry> entries = new ArrayList<>();
      long sizeBytes = 0;
      rows.seek(RowKeys.entry(index, from).toByteArray());
      while (rows.isValid() && entries.size() < limit && sizeBytes < PAGE_BYTES) {
        Key key = RowKeys.key(index, Bytes.copyOf(rows.key()));
        Bytes value = value(Bytes.copyOf(rows.value()));
        entries.add(new Entry(key, value));
        sizeBytes += value.size();
        rows.next();
      }
      boolean more = rows.isValid();
      rows.status();
      return new Page(entries, more);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  boolean isEmpty(Index index) {
    try (Slice end = new Slice(RowKeys.entriesEnd(index).toByteArray());
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator rows = db.newIterator(options)) {
      rows.seek(RowKeys.entries(index).toByteArray());
      boolean empty = !rows.isValid();
      rows.status();
      return empty;
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /** Writes rows, or removes those that map to nothing, all or none; synced on return. */
  void write(Map<Bytes, Optional<Bytes>> rows) {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<Bytes, Optional<Bytes>> row : rows.entrySet()) {
        byte[] name = row.getKey().toByteArray();
        if (row.getValue().isPresent()) {
          batch.put(name, row.getValue().get().toByteArray());
        } else {
          batch.delete(name);
        }
      }
      write(batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /** Removes an index's row and its counters; synced on return. */
  void removeIndex(Index index) {
    try (WriteBatch batch = new WriteBatch()) {
      batch.delete(RowKeys.index(index).toByteArray());
      batch.deleteRange(
          RowKeys.counters(index).toByteArray(), RowKeys.countersEnd(index).toByteArray());
      write(batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  private void write(WriteBatch batch) throws RocksDBException {
    db.write(settings.synced(), batch);
    mark.set(db.getLatestSequenceNumber());
  }

  /**
   * Reads everything that lies in tables.
   *
   * @throws Corrupt when a checksum does not fit
   */
  void verify() {
    try {
      db.verifyChecksum();
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /** Leaves an empty log behind, so that all rows lie in tables, if there is room for that. */
  private void settle() {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      db.flush(waiting);
    } catch (RocksDBException e) {
      // Nothing is lost: they stay in the log, which is synced and which the next opening reads.
    }
  }

  @Override
  public void close() {
    settle();
    db.close();
    settings.close();
    close(mark);
  }

  private static Bytes value(Bytes stored) {
    if (stored.isEmpty() || stored.size() > Entry.MAX_VALUE) {
      throw new Corrupt("a row's value is outside of its limits").with("size", stored.size());
    }
    return stored;
  }

  private static StorageFailure failure(RocksDBException e) {
    Status status = e.getStatus();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return new Full("no room left for rows", e);
    }
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return new Corrupt("the rows are damaged", e);
    }
    return new Unavailable("the rows cannot be read or written", e);
  }
}
