package dev.coffer.kms.audit;

import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest head of a log in the store, a moment after its lines are durable: one commit for
 * all that came meanwhile, and no more often than once in {@code pace}.
 */
final class HeadKeeper implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final HeadRow row;
  private final Duration pace;
  private final Alarm alarm;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private LogHead newest;
  private LogHead kept;
  private boolean closing;
  private @Nullable Throwable failure;

  HeadKeeper(HeadRow row, LogHead kept, Duration pace, Alarm alarm) {
    this.row = row;
    this.newest = kept;
    this.kept = kept;
    this.pace = pace;
    this.alarm = alarm;
    this.thread = Thread.ofPlatform().name("audit-head").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void publish(LogHead head) {
    lock.lock();
    try {
      newest = head;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  LogHead newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /** Throws when the last attempt to keep a head has failed. */
  void requireKept() {
    lock.lock();
    try {
      if (failure != null) {
        throw new Unavailable("the head of a log cannot be kept", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (LogHead head = next(); head != null; head = next()) {
        keep(head);
      }
    } catch (InterruptedException e) {
      fail(e);
    }
  }

  /** Waits for a head that is not kept yet; null when there is none and none will come. */
  private @Nullable LogHead next() throws InterruptedException {
    lock.lock();
    try {
      while (!closing && newest.equals(kept)) {
        changed.await();
      }
      return newest.equals(kept) || (closing && failure != null) ? null : newest;
    } finally {
      lock.unlock();
    }
  }

  private void keep(LogHead head) throws InterruptedException {
    try {
      row.put(head);
    } catch (StorageFailure e) {
      fail(e);
      pause(RETRY);
      return;
    }
    if (keptNow(head)) {
      alarm.end("the head of the log is kept again");
    }
    pause(pace);
  }

  /** Whether that ends a failure. */
  private boolean keptNow(LogHead head) {
    lock.lock();
    try {
      boolean failed = failure != null;
      kept = head;
      failure = null;
      return failed;
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable cause) {
    if (failsNow(cause)) {
      alarm.raise("the head of the log cannot be kept; key use is refused until it can", cause);
    }
  }

  /** Whether that begins a failure. */
  private boolean failsNow(Throwable cause) {
    lock.lock();
    try {
      boolean first = failure == null;
      failure = cause;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration length) throws InterruptedException {
    lock.lock();
    try {
      long nanos = length.toNanos();
      while (!closing && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the newest head, unless that fails. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        TimeUnit.MILLISECONDS.timedJoin(thread, 1000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
