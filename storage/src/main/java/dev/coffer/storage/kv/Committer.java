package dev.coffer.storage.kv;

import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: it takes what is queued, checks it, writes it in one batch with one
 * sync, and answers all of it. So the price of a sync is shared, and callers only wait on a future.
 *
 * <p>Whatever happens to the thread, every request that was accepted is answered: those that were
 * being written by {@link Outcome.Unknown}, those behind them by {@link Unavailable}.
 */
final class Committer {
  private static final int QUEUE = 4096;
  private static final int BATCH = 512;
  private static final long BATCH_BYTES = 4 * 1024 * 1024;

  /** A question and where its answer goes. */
  private sealed interface Request {
    CompletableFuture<?> answer();
  }

  /** Commits in one batch, each only if those before it are applied; the answer is of the last. */
  private record Write(List<RocksCommit> commits, CompletableFuture<Outcome> answer)
      implements Request {
    long sizeBytes() {
      return commits.stream().mapToLong(RocksCommit::sizeBytes).sum();
    }
  }

  /** Runs alone, between two batches. */
  private record Turn(Supplier<Boolean> work, CompletableFuture<Boolean> answer)
      implements Request {}

  private record Stop(CompletableFuture<Boolean> answer) implements Request {}

  private final RocksRows rows;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Deque<Request> taken = new ArrayDeque<>();
  private final Thread thread;
  private volatile @Nullable Throwable ended;

  Committer(RocksRows rows) {
    this.rows = rows;
    this.thread = Thread.ofPlatform().name("kv-committer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Queues a commit; waits while the queue is full. */
  CompletableFuture<Outcome> commit(RocksCommit commit) {
    return commit(List.of(commit));
  }

  /** Queues commits of which each is applied only with those before it, which expect nothing. */
  CompletableFuture<Outcome> commit(List<RocksCommit> commits) {
    Write write = new Write(commits, new CompletableFuture<>());
    enqueue(write);
    return write.answer();
  }

  /** Queues work that must not overlap with any commit. */
  CompletableFuture<Boolean> alone(Supplier<Boolean> work) {
    Turn turn = new Turn(work, new CompletableFuture<>());
    enqueue(turn);
    return turn.answer();
  }

  /**
   * Answers everything that was queued before, then ends the thread. Nothing may be queued after.
   */
  void stop() {
    Stop stop = new Stop(new CompletableFuture<>());
    boolean queued = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        queued = queued || queue.offer(stop, 100, TimeUnit.MILLISECONDS);
        thread.join(queued ? 0 : 1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(Request request) {
    try {
      do {
        requireAlive();
      } while (!queue.offer(request, 100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted before the commit was queued", e);
    }
    if (ended != null) {
      // The thread may have emptied the queue before this request got in.
      refuseQueued(new Unavailable("the committer has ended", ended));
    }
  }

  private void requireAlive() {
    Throwable cause = ended;
    if (cause != null) {
      throw new Unavailable("the committer has ended", cause);
    }
  }

  private void run() {
    Throwable cause = new Unavailable("the key store is closed");
    try {
      while (work()) {
        // Each round answers one batch or one turn.
      }
    } catch (Throwable e) {
      cause = e;
    } finally {
      ended = cause;
      Unavailable refusal = new Unavailable("the committer has ended", cause);
      taken.forEach(request -> request.answer().completeExceptionally(refusal));
      refuseQueued(refusal);
    }
  }

  private boolean work() throws InterruptedException {
    if (taken.isEmpty()) {
      taken.add(queue.take());
    }
    queue.drainTo(taken, Math.max(0, BATCH - taken.size()));
    return switch (taken.element()) {
      case Write write -> writeBatch();
      case Turn turn -> takeTurn(turn);
      case Stop stop -> {
        taken.remove();
        stop.answer().complete(true);
        yield false;
      }
    };
  }

  private boolean writeBatch() {
    List<Write> writes = new ArrayList<>();
    long sizeBytes = 0;
    while (taken.peek() instanceof Write write && sizeBytes < BATCH_BYTES) {
      writes.add(write);
      sizeBytes += write.sizeBytes();
      taken.remove();
    }
    boolean answered = false;
    try {
      write(writes);
      answered = true;
    } finally {
      if (!answered) {
        // Something other than a storage failure was thrown, and ends the thread.
        Outcome open = new Outcome.Unknown(new Unavailable("the committer ended while writing"));
        writes.forEach(write -> write.answer().complete(open));
      }
    }
    return true;
  }

  private void write(List<Write> writes) {
    RocksBatch batch = new RocksBatch(rows);
    List<Runnable> answers = new ArrayList<>(writes.size());
    for (Write write : writes) {
      answers.add(check(batch, write));
    }
    try {
      batch.write();
    } catch (StorageFailure e) {
      Outcome open = new Outcome.Unknown(e);
      writes.forEach(write -> write.answer().complete(open));
    }
    answers.forEach(Runnable::run);
  }

  private static Runnable check(RocksBatch batch, Write write) {
    try {
      for (RocksCommit before : write.commits().subList(0, write.commits().size() - 1)) {
        if (!(batch.apply(before) instanceof Outcome.Done)) {
          throw new Unavailable("what goes before a commit could not be stored");
        }
      }
      Outcome outcome = batch.apply(write.commits().getLast());
      return () -> write.answer().complete(outcome);
    } catch (StorageFailure e) {
      return () -> write.answer().completeExceptionally(e);
    }
  }

  private boolean takeTurn(Turn turn) {
    taken.remove();
    try {
      turn.answer().complete(turn.work().get());
    } catch (StorageFailure e) {
      turn.answer().completeExceptionally(e);
    } finally {
      if (!turn.answer().isDone()) {
        Unavailable ending = new Unavailable("the committer ended while working");
        turn.answer().completeExceptionally(ending);
      }
    }
    return true;
  }

  private void refuseQueued(Unavailable refusal) {
    for (Request next = queue.poll(); next != null; next = queue.poll()) {
      next.answer().completeExceptionally(refusal);
    }
  }
}
