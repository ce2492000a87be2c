package dev.coffer.storage.blob;

import dev.coffer.storage.Folders;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Syncs folders, one sync for all who ask for the same folder while another is under way.
 *
 * <p>A caller is covered by a sync that <em>began</em> after its call, never by one that was
 * already running. When a sync fails all whom it covered fail with it: the system may report such
 * an error only once, so asking again could be answered by a false success.
 */
final class DirectorySync {
  private final Syncing syncing;
  private final Map<Path, Gate> gates = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Syncs one folder. */
  @FunctionalInterface
  interface Syncing {
    void sync(Path folder) throws IOException;
  }

  DirectorySync() {
    this(Folders::sync);
  }

  DirectorySync(Syncing syncing) {
    this.syncing = syncing;
  }

  /** What is asked for and done in one folder; exists while anybody waits for it. */
  private static final class Gate {
    private final Condition changed;
    private int waiting;
    private long asked;
    private long covered;
    private long failed;
    private boolean running;

    Gate(Condition changed) {
      this.changed = changed;
    }
  }

  /** Returns when a sync that began after the call has ended. */
  void sync(Path folder) throws IOException {
    lock.lock();
    try {
      Gate gate = gates.computeIfAbsent(folder, path -> new Gate(lock.newCondition()));
      gate.waiting++;
      try {
        await(folder, gate);
      } finally {
        if (--gate.waiting == 0) {
          gates.remove(folder);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many callers of this folder are not yet answered. */
  int waiting(Path folder) {
    lock.lock();
    try {
      Gate gate = gates.get(folder);
      return gate == null ? 0 : gate.waiting;
    } finally {
      lock.unlock();
    }
  }

  private void await(Path folder, Gate gate) throws IOException {
    long ticket = ++gate.asked;
    while (gate.covered < ticket) {
      if (gate.running) {
        gate.changed.awaitUninterruptibly();
      } else {
        lead(folder, gate);
      }
    }
    if (ticket <= gate.failed) {
      throw new IOException("the folder could not be synced");
    }
  }

  /** Syncs for all who have asked so far; the lock is not held meanwhile. */
  private void lead(Path folder, Gate gate) throws IOException {
    long covers = gate.asked;
    gate.running = true;
    lock.unlock();
    boolean interrupted = false;
    boolean synced = false;
    try {
      syncing.sync(folder);
      synced = true;
    } catch (ClosedByInterruptException e) {
      interrupted = true;
      throw e;
    } finally {
      lock.lock();
      gate.running = false;
      if (!interrupted) {
        gate.covered = covers;
        gate.failed = synced ? gate.failed : covers;
      }
      gate.changed.signalAll();
    }
  }
}
