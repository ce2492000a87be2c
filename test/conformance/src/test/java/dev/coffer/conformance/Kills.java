package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that is killed while others write; what the tests of it have in common. */
final class Kills {
  static final int ROUNDS = Integer.getInteger("coffer.crash.rounds", 3);
  static final long SEED = Long.getLong("coffer.crash.seed", System.nanoTime());

  private Kills() {}

  /** Who writes to a server until it is killed. */
  interface Writer {
    /**
     * Returns when the server does not answer any more, or has refused what it may not.
     *
     * @param killed set before it is killed
     */
    void writeUntilCut(StartedServer server, AtomicBoolean killed);

    /** How many requests were answered, ever. */
    int acknowledged();

    /** What the server refused, while it was there. */
    Optional<? extends RuntimeException> refusal();
  }

  /**
   * Kills a server in the middle of what they write.
   *
   * @param answers how many of each are waited for: a server that has just begun is slow, and the
   *     time runs from where there is something to cut off
   * @param millis after which it is killed
   */
  static void run(StartedServer server, List<? extends Writer> writers, int answers, int millis)
      throws InterruptedException {
    int before = acknowledged(writers);
    var killed = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (Writer writer : writers) {
      threads.add(Thread.ofPlatform().start(() -> writer.writeUntilCut(server, killed)));
    }
    int wanted = before + answers * writers.size();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledged(writers) < wanted && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    killed.set(true);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(writers).allSatisfy(writer -> assertThat(writer.refusal()).isEmpty());
    assertThat(acknowledged(writers)).as("requests that were answered").isGreaterThan(before);
  }

  private static int acknowledged(List<? extends Writer> writers) {
    return writers.stream().mapToInt(Writer::acknowledged).sum();
  }
}
