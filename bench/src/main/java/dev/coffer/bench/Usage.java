package dev.coffer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a server's process holds at one moment.
 *
 * @param liveKib what is reachable in the heap, after a full collection
 */
record Usage(long liveKib, long residentKib, long descriptors, long threads) {
  /** Looks from outside; the process collects its garbage for it. */
  static Usage of(long pid) throws IOException, InterruptedException {
    return new Usage(
        Memory.liveKib(pid),
        Memory.residentKib(pid),
        entries(Path.of("/proc/" + pid + "/fd")),
        entries(Path.of("/proc/" + pid + "/task")));
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  /**
   * One of the figures, for a comparison.
   *
   * @param settlesAfterMinutes until when it grows though nothing leaks: the resident set follows
   *     the heap, which takes its size little by little
   */
  record Figure(String text, int settlesAfterMinutes, ToLongFunction<Usage> of) {
    static final List<Figure> ALL =
        List.of(
            new Figure("live heap, KiB", 0, Usage::liveKib),
            new Figure("resident set, KiB", 30, Usage::residentKib),
            new Figure("descriptors", 0, Usage::descriptors),
            new Figure("threads", 0, Usage::threads));

    double mean(List<Usage> samples) {
      return samples.stream().mapToLong(of).average().orElse(0);
    }
  }
}
