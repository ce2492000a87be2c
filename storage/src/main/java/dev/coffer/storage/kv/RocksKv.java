package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FolderLock;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Rows in RocksDB, in a folder of this machine: the embedded default.
 *
 * <p>One {@link Committer} writes; reads go straight to the database. {@code Done} means synced,
 * and nothing is visible before that. An outcome is {@link Outcome.Unknown} only when writing
 * fails; then RocksDB refuses further writes until it has recovered by itself or is opened again.
 *
 * <p>Shape: docs/formats/kv-keys-v1.md. Size: 32 MiB of cache and up to 32 MiB of write buffers
 * outside of the heap.
 */
public final class RocksKv implements KvStore {
  private static final Bytes OPEN = Bytes.of((byte) 1);

  private final FolderLock folder;
  private final RocksRows rows;
  private final Committer committer;

  /** Held for reading inside the database and while queueing, so that close finds nobody inside. */
  private final StampedLock inside = new StampedLock();

  private boolean closed;

  private RocksKv(FolderLock folder, RocksRows rows) {
    this.folder = folder;
    this.rows = rows;
    this.committer = new Committer(rows);
  }

  /**
   * Opens the rows in a folder, which is made when absent.
   *
   * @throws Unavailable when another opener has it
   * @throws Corrupt when its format is not one this version reads
   */
  public static RocksKv open(Path path) {
    return open(path, true);
  }

  /**
   * Opens what is left of rows whose log is damaged. What was committed after the damage is not
   * there; where a whole log or table is gone, what came after it is there without what was in it.
   * Nothing will tell of either any more.
   */
  public static RocksKv openDespiteLostCommits(Path path) {
    return open(path, false);
  }

  private static RocksKv open(Path path, boolean whole) {
    FolderLock folder = FolderLock.take(path);
    try {
      RocksRows rows = RocksRows.open(path, whole);
      try {
        requireFormat(rows);
      } catch (StorageFailure e) {
        rows.close();
        throw e;
      }
      RocksKv kv = new RocksKv(folder, rows);
      kv.committer.start();
      return kv;
    } catch (StorageFailure e) {
      folder.close();
      throw e;
    }
  }

  private static void requireFormat(RocksRows rows) {
    Bytes current = Bytes.utf8(RowKeys.FORMAT);
    Optional<Bytes> found = rows.get(RowKeys.FORMAT_ROW);
    if (found.isEmpty()) {
      rows.write(Map.of(RowKeys.FORMAT_ROW, Optional.of(current)));
    } else if (!found.get().equals(current)) {
      throw new Corrupt("the rows have a format of another version");
    }
  }

  @Override
  public void create(Index index) {
    alone(() -> {
      if (!isOpen(index)) {
        rows.write(Map.of(RowKeys.index(index), Optional.of(OPEN)));
      }
      return true;
    });
  }

  @Override
  public boolean exists(Index index) {
    return inside(() -> isOpen(index));
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    return alone(() -> {
      if (!rows.isEmpty(index)) {
        return false;
      }
      if (isOpen(index)) {
        rows.removeIndex(index);
      }
      return true;
    });
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    Bytes row = RowKeys.entry(index, key);
    return inside(() -> rows.get(row));
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one entry");
    }
    return inside(() -> rows.page(index, fromInclusive, Math.min(limit, MAX_PAGE)));
  }

  @Override
  public Outcome commit(Commit commit) {
    RocksCommit ready = RocksCommit.of(commit);
    return await(inside(() -> committer.commit(ready)));
  }

  /** One batch carries both, so both are written or neither. */
  @Override
  public Outcome commitAfter(Commit first, Commit then) {
    List<RocksCommit> both = List.of(RocksCommit.of(first), RocksCommit.of(then));
    return await(inside(() -> committer.commit(both)));
  }

  @Override
  public List<Outcome> commitEach(List<Commit> commits) {
    List<RocksCommit> ready = commits.stream().map(RocksCommit::of).toList();
    List<CompletableFuture<Outcome>> answers =
        inside(() -> ready.stream().map(committer::commit).toList());
    return answers.stream().map(RocksKv::await).toList();
  }

  @Override
  public long counter(Index index, String name) {
    Commit.requireCounter(name);
    return inside(() -> RocksBatch.counterSum(rows.get(RowKeys.counter(index, name))));
  }

  /**
   * Reads all rows that lie in tables, whatever they are. After a clean stop that is all of them.
   *
   * @throws Corrupt when some of it is not what was written
   */
  public void verify() {
    inside(() -> {
      rows.verify();
      return true;
    });
  }

  @Override
  public void close() {
    long stamp = inside.writeLock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      committer.stop();
      try {
        rows.close();
      } finally {
        folder.close();
      }
    } finally {
      inside.unlockWrite(stamp);
    }
  }

  private boolean isOpen(Index index) {
    return rows.get(RowKeys.index(index)).isPresent();
  }

  private boolean alone(Supplier<Boolean> work) {
    return await(inside(() -> committer.alone(work)));
  }

  private <T> T inside(Supplier<T> work) {
    long stamp = inside.readLock();
    try {
      if (closed) {
        throw new Unavailable("the key store is closed");
      }
      return work.get();
    } finally {
      inside.unlockRead(stamp);
    }
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StorageFailure failure
          ? failure
          : new Unavailable("the committer failed", e);
    }
  }
}
