package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.object.EncryptionModel.Action;
import dev.coffer.store.object.EncryptionModel.Case;
import dev.coffer.store.object.Protection.SseType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Goal: whatever is done under whatever encryption, and wherever the process ends meanwhile, what
 * was acknowledged reads back as it was written, in every way of reading.
 *
 * <p>{@code coffer.encryption.cases} says how many cases, {@code coffer.encryption.seed} which.
 */
final class EveryEncryptionTest {
  private static final int CASES = Integer.getInteger("coffer.encryption.cases", 1000);
  private static final long SEED = Long.getLong("coffer.encryption.seed", 20261129);
  private static final int CASES_PER_STORE = 25;

  @Test
  void whatWasWrittenIsReadBack(TestReporter report) {
    List<Case> every = every();
    var random = new SplittableRandom(SEED);
    int crashes = 0;
    for (int done = 0; done < CASES; done += CASES_PER_STORE) {
      long seed = random.nextLong();
      int from = done;
      int count = Math.min(CASES_PER_STORE, CASES - done);
      crashes += run(seed, count, i -> every.get((from + i) % every.size()));
    }
    report.publishEntry("cases and crashes", CASES + " " + crashes);
    assertThat(crashes).as("the process ended often enough").isGreaterThan(CASES / 10);
  }

  private interface Chosen {
    Case at(int number);
  }

  private static int run(long seed, int count, Chosen cases) {
    try (var model = new EncryptionModel(new SplittableRandom(seed))) {
      for (int i = 0; i < count; i++) {
        Case next = cases.at(i);
        named("case %d with the seed %d, %s".formatted(i, seed, next), () -> model.run(next));
      }
      named("the last look with the seed %d".formatted(seed), model::finish);
      return model.crashes();
    }
  }

  private interface Part {
    void run() throws IOException;
  }

  private static void named(String name, Part part) {
    try {
      part.run();
    } catch (AssertionError | RuntimeException | IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Every combination once, mixed. */
  private static List<Case> every() {
    List<Case> every = new ArrayList<>();
    for (Action action : Action.values()) {
      for (SseType type : SseType.values()) {
        every.add(new Case(action, type, true));
        every.add(new Case(action, type, false));
      }
    }
    var random = new SplittableRandom(SEED);
    for (int i = every.size() - 1; i > 0; i--) {
      every.set(i, every.set(random.nextInt(i + 1), every.get(i)));
    }
    return every;
  }
}
