package dev.coffer.kms.audit;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes a log: it takes what is queued, writes it at once and syncs once, and
 * answers all of it. So the price of a sync is shared.
 *
 * <p>After a failure nothing of what was not synced stays in the file. The next attempt comes with
 * the next request, at the latest after {@value #RETRY_MILLIS} ms; the first line that can be kept
 * again tells of the failure.
 */
final class LogWriter implements AutoCloseable {
  private static final int QUEUE = 4096;
  private static final int BATCH = 2048;
  private static final long BATCH_BYTES = 4L * 1024 * 1024;
  private static final long RETRY_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 10_000;

  /** What is queued. */
  private sealed interface Request {
    CompletableFuture<Boolean> answer();
  }

  private record Line(Bytes object, CompletableFuture<Boolean> answer) implements Request {}

  /** Asks whether lines can be kept. */
  private record Probe(CompletableFuture<Boolean> answer) implements Request {}

  private record Stop(CompletableFuture<Boolean> answer) implements Request {}

  private final LogRules rules;
  private final LogAppender appender;
  private final InstantSource clock;
  private final Alarm alarm;
  private final Consumer<LogHead> durable;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE);
  private final List<Request> batch = new ArrayList<>();
  private final Thread thread;
  private final AtomicLong refused = new AtomicLong();
  private long lost;
  private Instant since = Instant.EPOCH;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;
  private volatile @Nullable Throwable ended;

  LogWriter(
      LogRules rules,
      LogAppender appender,
      InstantSource clock,
      Alarm alarm,
      Consumer<LogHead> durable) {
    this.rules = rules;
    this.appender = appender;
    this.clock = clock;
    this.alarm = alarm;
    this.durable = durable;
    String name = "audit-" + rules.stream();
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /** Begins with lines of its own, which may fail as any others. */
  void start(List<Bytes> first) {
    thread.start();
    var answers = new ArrayList<CompletableFuture<Boolean>>();
    first.forEach(object -> answers.add(enqueue(new Line(object, new CompletableFuture<>()))));
    answers.add(enqueue(new Probe(new CompletableFuture<>())));
    answers.forEach(answer -> answer.exceptionally(e -> false).join());
  }

  /** Keeps a line, or has accepted it, as the rules say; throws when it cannot be kept. */
  void append(Bytes object) {
    CompletableFuture<Boolean> answer = enqueue(new Line(object, new CompletableFuture<>()));
    if (rules.waits()) {
      await(answer);
    }
  }

  /** Throws when a line could not be kept now. */
  void requireReady() {
    requireAlive();
    IOException trouble = failure;
    if (trouble != null) {
      boolean ready = false;
      try {
        probe(trouble);
        ready = true;
      } finally {
        if (!ready) {
          refused.incrementAndGet();
        }
      }
    }
  }

  /** Where lines are gathered they may stand before a probe, so nobody waits for it. */
  private void probe(IOException trouble) {
    if (!rules.waits()) {
      throw because(trouble);
    }
    await(enqueue(new Probe(new CompletableFuture<>())));
  }

  private static void await(CompletableFuture<Boolean> answer) {
    try {
      answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Full full
          ? new Full(full.text(), full)
          : new Unavailable("a line was not kept", e.getCause());
    }
  }

  private CompletableFuture<Boolean> enqueue(Request request) {
    try {
      requireAlive();
      if (!queue.offer(request, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Unavailable("too many lines wait to be kept", failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted before a line was queued", e);
    }
    if (ended != null) {
      refuseQueued(); // the thread may have emptied the queue before this request got in
    }
    return request.answer();
  }

  private void requireAlive() {
    Throwable cause = ended;
    if (cause != null) {
      throw new Unavailable("the log is closed", cause);
    }
  }

  private void run() {
    Throwable cause = new Unavailable("the log is closed");
    try {
      while (work()) {
        // Each round is one write and one sync.
      }
      appender.close();
    } catch (IOException e) {
      cause = e;
    } catch (Throwable e) {
      cause = e;
      alarm.raise("the thread that writes the log " + rules.stream() + " has ended", e);
    } finally {
      ended = cause;
      refuse(batch, new Unavailable("the log is closed", cause));
      refuseQueued();
    }
  }

  /** False after the last round. */
  private boolean work() throws InterruptedException {
    boolean stopping = gather();
    List<Bytes> objects = new ArrayList<>();
    for (Request request : batch) {
      if (request instanceof Line line) {
        objects.add(line.object());
      }
    }
    try {
      write(objects);
      batch.forEach(request -> request.answer().complete(true));
      batch.clear();
    } catch (IOException e) {
      failed(e, objects.size(), stopping);
    }
    return !stopping;
  }

  /** Takes what is queued, for as long as the rules say; true when it is the last. */
  private boolean gather() throws InterruptedException {
    if (batch.size() >= BATCH) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
      return closing;
    }
    Request first =
        failure == null ? queue.take() : queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    long deadline = System.nanoTime() + rules.gather().toNanos();
    long sizeBytes = 0;
    for (Request next = first; next != null; next = poll(deadline)) {
      batch.add(next);
      switch (next) {
        case Stop _ -> {
          return true;
        }
        case Probe _ -> deadline = System.nanoTime();
        case Line line -> sizeBytes += line.object().size();
      }
      if (batch.size() >= BATCH || sizeBytes >= BATCH_BYTES) {
        break;
      }
    }
    return false;
  }

  private @Nullable Request poll(long deadline) throws InterruptedException {
    return queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void write(List<Bytes> objects) throws IOException {
    boolean resuming = failure != null;
    if (resuming) {
      appender.rewind();
      appender.append(List.of(gap()));
    }
    appender.append(objects);
    appender.sync();
    durable.accept(appender.synced());
    if (resuming) {
      failure = null;
      refused.set(0);
      lost = 0;
      alarm.end("lines of the log " + rules.stream() + " are kept again");
    }
  }

  private Bytes gap() {
    String reason = String.valueOf(failure == null ? null : failure.getMessage());
    var trouble = new ServiceLines.Trouble(since, reason, refused.get(), lost);
    return ServiceLines.gap(trouble, clock.instant());
  }

  private void failed(IOException cause, int lines, boolean stopping) {
    if (failure == null) {
      since = clock.instant();
      alarm.raise("lines of the log " + rules.stream() + " cannot be kept", cause);
    }
    failure = cause;
    if (rules.onFailure() == OnFailure.CONTINUE) {
      lost += lines;
      batch.forEach(request -> request.answer().complete(false));
      batch.clear();
    } else if (rules.waits() || stopping) {
      refused.addAndGet(lines);
      tellLost(lines);
      refuse(batch, because(cause));
      batch.clear();
    } else {
      // Lines that were accepted stay; those who only asked are told.
      List<Request> asked = batch.stream().filter(each -> !(each instanceof Line)).toList();
      refuse(asked, because(cause));
      batch.removeAll(asked);
    }
  }

  /** Nobody waits for a line that was gathered, so the operator must be told. */
  private void tellLost(long lines) {
    if (!rules.waits() && lines > 0) {
      alarm.raise(lines + " lines of the log " + rules.stream() + " are lost", failure);
    }
  }

  private static StorageFailure because(IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota")
        ? new Full("there is no room for another line", cause)
        : new Unavailable("a line was not kept", cause);
  }

  private static void refuse(List<Request> requests, StorageFailure because) {
    requests.forEach(request -> request.answer().completeExceptionally(because));
  }

  private void refuseQueued() {
    List<Request> left = new ArrayList<>();
    queue.drainTo(left);
    tellLost(left.stream().filter(Line.class::isInstance).count());
    refuse(left, new Unavailable("the log is closed", ended));
  }

  /** Writes what was queued before, then ends the thread. Nothing may be queued after. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    var stop = new Stop(new CompletableFuture<>());
    boolean queued = false;
    while (thread.isAlive()) {
      try {
        queued = queued || queue.offer(stop, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        TimeUnit.MILLISECONDS.timedJoin(thread, queued ? RETRY_MILLIS : 1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
