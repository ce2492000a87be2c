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
  private static final long PAGE_BYTES = 4 * 1024 * 1024;

  private final RocksSettings settings;
  private final RocksDB db;

  private RocksRows(RocksSettings settings, RocksDB db) {
    this.settings = settings;
    this.db = db;
  }

  static RocksRows open(Path folder) {
    loadLibrary(folder.resolve("native"));
    RocksSettings settings = new RocksSettings();
    try {
      Path rows = Folders.create(folder.resolve("rows"));
      Folders.sync(folder);
      return new RocksRows(settings, RocksDB.open(settings.options(), rows.toString()));
    } catch (RocksDBException e) {
      settings.close();
      throw failure(e);
    } catch (IOException e) {
      settings.close();
      throw new Unavailable("the folder cannot be used", e).with("folder", folder);
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
      db.write(settings.synced(), batch);
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
      db.write(settings.synced(), batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    db.close();
    settings.close();
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
