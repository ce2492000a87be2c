package dev.coffer.store.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WakingTest {
  /** Counts its runs. */
  private static final class Counted implements Job {
    private final Semaphore whole = new Semaphore(0);
    private final Semaphore woken = new Semaphore(0);
    private final Duration pause;
    private final Duration gather;

    Counted(Duration pause) {
      this(pause, Duration.ZERO);
    }

    Counted(Duration pause, Duration gather) {
      this.pause = pause;
      this.gather = gather;
    }

    @Override
    public Duration gather() {
      return gather;
    }

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Duration pause() {
      return pause;
    }

    @Override
    public void run() {
      whole.release();
    }

    @Override
    public void runWoken() {
      woken.release();
    }
  }

  @Test
  void wakeDoesOnlyWhatItIsFor() throws InterruptedException {
    var job = new Counted(Duration.ofHours(1));
    try (JobRunner runner = new JobRunner(job)) {
      runner.start();
      assertThat(job.whole.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      runner.wake();
      assertThat(job.woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(job.whole.availablePermits()).isZero();
  }

  @Test
  void wakesThatAreGatheredAreOneRun() throws InterruptedException {
    var job = new Counted(Duration.ofHours(1), Duration.ofSeconds(1));
    try (JobRunner runner = new JobRunner(job)) {
      runner.start();
      assertThat(job.whole.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      for (int wakes = 0; wakes < 50; wakes++) {
        runner.wake();
      }
      assertThat(job.woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertThat(job.woken.tryAcquire(1500, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void closingDoesNotWaitForWhatIsGathered() throws InterruptedException {
    var job = new Counted(Duration.ofHours(1), Duration.ofHours(1));
    long start = System.nanoTime();
    try (JobRunner runner = new JobRunner(job)) {
      runner.start();
      assertThat(job.whole.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      runner.wake();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void wakesDoNotPutOffTheWholeRun() throws InterruptedException {
    var job = new Counted(Duration.ofMillis(50));
    try (JobRunner runner = new JobRunner(job)) {
      runner.start();
      int wakes = 0;
      while (job.whole.availablePermits() < 2 && wakes++ < 10_000) {
        runner.wake();
        job.woken.tryAcquire(1, TimeUnit.MILLISECONDS);
      }
      assertThat(job.whole.availablePermits()).isGreaterThanOrEqualTo(2);
    }
  }
}
