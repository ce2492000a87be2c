package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever fails, and however clients come between each other, each key holds what the order
 * of acknowledged requests says, and nothing is left of what is gone.
 *
 * <p>{@code -Dcoffer.simulation.first} and {@code .count} name other seeds than those of every day.
 */
final class SimulationTest {
  private static final Path SEEDS =
      Path.of(System.getProperty("coffer.root", ".."), "vectors", "seeds", "simulation");
  private static final long FIRST = Long.getLong("coffer.simulation.first", 0);
  private static final long COUNT = Long.getLong("coffer.simulation.count", 200);

  /** Those that have failed once, and those of every day. */
  static LongStream seeds() throws IOException {
    return LongStream.concat(kept(), LongStream.range(FIRST, FIRST + COUNT));
  }

  private static LongStream kept() throws IOException {
    return Files.readAllLines(SEEDS).stream()
        .filter(line -> !line.startsWith("#"))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWhatWasAcknowledged(long seed) {
    try (var run = new Run(seed)) {
      run.run();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10})
  void isTheSameForTheSameSeed(long seed) {
    try (var one = new Run(seed);
        var other = new Run(seed)) {
      one.run();
      other.run();
      assertThat(one.history().lines()).isEqualTo(other.history().lines()).hasSizeGreaterThan(20);
    }
  }
}
