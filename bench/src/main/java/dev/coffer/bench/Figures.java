package dev.coffer.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How figures are read and shown. */
final class Figures {
  private Figures() {}

  /** Of several rounds: the one in the middle, the upper one of two; and the ends. */
  record Spread(double median, double least, double greatest) {
    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      return new Spread(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    static Spread of(List<Cell.Result> results, ToDoubleFunction<Cell.Result> figure) {
      return of(results.stream().map(figure::applyAsDouble).toList());
    }

    /** With so many digits after the point. */
    String text(int digits) {
      String number = "%." + digits + "f";
      return String.format(
          Locale.ROOT, number + " (" + number + "–" + number + ")", median, least, greatest);
    }
  }

  static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  static int[] numbers(String list) {
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
