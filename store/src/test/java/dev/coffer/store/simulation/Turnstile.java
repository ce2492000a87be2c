package dev.coffer.store.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of several threads run at a time, and draws which at every {@link #pass}; some rest for
 * a while, so that others get far. The same seed gives the same run.
 */
final class Turnstile {
  private static final Duration STUCK = Duration.ofSeconds(60);

  /** One in so many turns ends in a rest, of so many turns of others at most. */
  private static final int RESTS = 40;

  private static final int LONGEST_REST = 120;

  private final SplittableRandom random;
  private final List<Runner> waiting = new ArrayList<>();
  private final Semaphore over = new Semaphore(0);
  private @Nullable Runner running;
  private int unfinished;
  private long turns;

  Turnstile(SplittableRandom random) {
    this.random = random;
  }

  private static final class Runner {
    private final Semaphore turn = new Semaphore(0);
    private @Nullable Throwable failure;
    private long restsUntil;
  }

  /** Whether anybody runs here. */
  boolean busy() {
    return running != null;
  }

  /** How often somebody has had a turn. */
  long turns() {
    return turns;
  }

  /** Runs so many at once, each with its number, to the end of all. */
  void run(int count, IntConsumer task) {
    List<Runner> all = new ArrayList<>();
    unfinished = count;
    for (int i = 0; i < count; i++) {
      int number = i;
      var runner = new Runner();
      all.add(runner);
      waiting.add(runner);
      Thread.ofVirtual()
          .name("client-" + number)
          .start(() -> go(runner, () -> task.accept(number)));
    }
    next();
    await(over, "the clients");
    for (Runner runner : all) {
      if (runner.failure != null) {
        throw new AssertionError(runner.failure);
      }
    }
  }

  @SuppressWarnings("PMD.AvoidCatchingThrowable") // what a client asserts must reach the test
  private void go(Runner runner, Runnable task) {
    await(runner.turn, "a client's turn");
    try {
      task.run();
    } catch (Throwable e) {
      runner.failure = e;
    } finally {
      unfinished--;
      if (unfinished == 0) {
        running = null;
        over.release();
      } else {
        next();
      }
    }
  }

  /** A place where another may come before whoever calls; nothing when none runs here. */
  void pass() {
    Runner self = running;
    if (self == null) {
      return;
    }
    if (random.nextInt(RESTS) == 0) {
      self.restsUntil = turns + random.nextInt(LONGEST_REST);
    }
    waiting.add(self);
    next();
    await(self.turn, "a client's turn");
  }

  /** Gives the turn to one of those who wait. Called by whoever has it. */
  private void next() {
    List<Runner> awake = waiting.stream().filter(each -> each.restsUntil <= turns).toList();
    List<Runner> ready = awake.isEmpty() ? waiting : awake;
    Runner chosen = ready.get(random.nextInt(ready.size()));
    waiting.remove(chosen);
    turns++;
    running = chosen;
    chosen.turn.release();
  }

  private static void await(Semaphore semaphore, String what) {
    try {
      if (!semaphore.tryAcquire(STUCK.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(what + " did not come: somebody waits for a lock in here");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
