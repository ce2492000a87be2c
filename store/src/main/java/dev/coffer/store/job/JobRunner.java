package dev.coffer.store.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job on a thread of its own, from {@link #start} to {@link #close}.
 *
 * <p>A run that fails is logged, and the job is run again after its pause: here is the last place
 * that could notice. Closing waits for the run that is going on, at most {@value #CLOSE_SECONDS}
 * seconds.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final long CLOSE_SECONDS = 10;

  private final Job job;
  private final Semaphore wakes = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  public JobRunner(Job job) {
    this.job = job;
    this.thread = Thread.ofPlatform().name("job-" + job.name()).daemon().unstarted(this::loop);
  }

  public void start() {
    thread.start();
  }

  /** The job has something to do; any number of wakes before its next run count as one. */
  public void wake() {
    wakes.release();
  }

  private void loop() {
    try {
      while (!closed) {
        runOnce(job::run);
        untilPauseIsOver();
      }
    } catch (InterruptedException _) {
      LOG.debug("job {} was interrupted", job.name());
    }
  }

  private void runOnce(Runnable run) {
    try {
      run.run();
    } catch (RuntimeException e) {
      if (closed) {
        LOG.debug("job {} ended with the store", job.name());
      } else {
        LOG.warn("job {} failed and will run again", job.name(), e);
      }
    }
  }

  /** Wakes do not put off the next whole run. */
  private void untilPauseIsOver() throws InterruptedException {
    long end = System.nanoTime() + job.pause().toNanos();
    for (long left = job.pause().toNanos();
        !closed && left > 0 && wakes.tryAcquire(left, TimeUnit.NANOSECONDS);
        left = end - System.nanoTime()) {
      gather();
      wakes.drainPermits();
      if (!closed) {
        runOnce(job::runWoken);
      }
    }
  }

  private void gather() throws InterruptedException {
    var _ = closing.await(job.gather().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed = true;
    closing.countDown();
    wake();
    try {
      if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
        LOG.warn("job {} did not end in time", job.name());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
