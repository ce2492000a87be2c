package dev.coffer.bench;

import dev.coffer.bench.Figures.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of spreads as SVG: a row for each place, in it a line for each series from least to
 * greatest with a dot at the median, on a logarithmic axis.
 */
final class Chart {
  private static final int LEFT = 150;
  private static final int WIDTH = 560;
  private static final int ROW_GAP = 10;
  private static final int LINE = 13;

  private final String title;
  private final List<String> series;
  private final List<Place> places = new ArrayList<>();
  private double least = Double.MAX_VALUE;
  private double greatest;

  /** The colours of the series are the page's, {@code s0} the first. */
  Chart(String title, List<String> series) {
    this.title = title;
    this.series = series;
  }

  /** A row: a spread for each series. */
  private record Place(String name, List<Spread> spreads) {}

  void add(String name, List<Spread> spreads) {
    places.add(new Place(name, spreads));
    for (Spread spread : spreads) {
      if (spread.least() > 0 && Double.isFinite(spread.greatest())) {
        least = Math.min(least, spread.least());
        greatest = Math.max(greatest, spread.greatest());
      }
    }
  }

  /** The axis goes through this value too. */
  void include(double value) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  String svg() {
    int rowHeight = series.size() * LINE + ROW_GAP;
    int height = places.size() * rowHeight + 46;
    var svg = new StringBuilder();
    svg.append("<figure><figcaption>").append(Page.escape(title)).append("</figcaption>");
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(LEFT + WIDTH + 30, height, Page.escape(title)));
    ticks(svg, height - 30);
    for (int row = 0; row < places.size(); row++) {
      row(svg, places.get(row), 14 + row * rowHeight);
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private void ticks(StringBuilder svg, int bottom) {
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    boolean wide = greatest / least > 200;
    for (; decade <= greatest; decade *= 10) {
      for (double step : wide ? new double[] {1} : new double[] {1, 2, 5}) {
        double value = decade * step;
        if (value >= least && value <= greatest) {
          svg.append(
              line(value == 1 ? "one" : "grid", x(value), 4, x(value), bottom)
                  + "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>"
                      .formatted(x(value), bottom + 14, number(value)));
        }
      }
    }
  }

  private void row(StringBuilder svg, Place place, int top) {
    svg.append(
        "<text class=\"row\" x=\"%d\" y=\"%d\">%s</text>"
            .formatted(LEFT - 10, top + series.size() * LINE / 2 + 2, Page.escape(place.name())));
    for (int i = 0; i < series.size(); i++) {
      Spread spread = place.spreads().get(i);
      if (spread.least() > 0 && Double.isFinite(spread.greatest())) {
        int y = top + i * LINE + LINE / 2;
        String told = series.get(i) + " " + number(spread.median());
        svg.append("<g class=\"s" + i + "\"><title>" + Page.escape(told) + "</title>")
            .append(line("span", x(spread.least()), y, x(spread.greatest()), y))
            .append(
                "<circle cx=\"%s\" cy=\"%d\" r=\"4\"/></g>".formatted(at(x(spread.median())), y));
      }
    }
  }

  private double x(double value) {
    double span = Math.max(Math.log(greatest / least), 1e-9);
    return LEFT + WIDTH * Math.log(value / least) / span;
  }

  private static String line(String kind, double x1, int y1, double x2, int y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>"
        .formatted(kind, at(x1), y1, at(x2), y2);
  }

  private static String at(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
