package dev.coffer.bench;

import dev.coffer.bench.Figures.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one endpoint at one point.
 *
 * @param results one for each round
 * @param residentKib of the server after each round; empty when its process is not known
 */
record Measured(Point point, String endpoint, List<Cell.Result> results, List<Long> residentKib) {
  Measured(Point point, String endpoint) {
    this(point, endpoint, new ArrayList<>(), new ArrayList<>());
  }

  boolean isSameAs(Measured other) {
    return endpoint.equals(other.endpoint);
  }

  Spread perSecond() {
    return Spread.of(results, Cell.Result::perSecond);
  }

  double millisAt(double quantile) {
    return Spread.of(results, result -> result.millisAt(quantile)).median();
  }

  int errors() {
    return results.stream().mapToInt(Cell.Result::errors).sum();
  }

  long mostResidentMib() {
    return residentKib.stream().mapToLong(Long::longValue).max().orElse(0) / 1024;
  }

  /** Throughput of another beside this one's, round by round: above 1 where this one does more. */
  Spread ratioTo(Measured other) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < results.size(); round++) {
      ratios.add(results.get(round).perSecond() / other.results.get(round).perSecond());
    }
    return Spread.of(ratios);
  }
}
