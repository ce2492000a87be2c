package dev.coffer.bench;

import dev.coffer.bench.Figures.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A comparison as one HTML page that refers to nothing outside itself. */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --soft: #68707a; --line: #d9dee4; \
      --paper: #fff }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa4af; \
      --line: #3a424b; --paper: #14181d } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); \
      max-width: 60em; margin: 2em auto; padding: 0 1em }
      figure { margin: 1.2em 0 } figcaption { font-weight: 600 } svg { width: 100%; height: auto }
      text { fill: var(--ink); font-size: 12px } .row { text-anchor: end }
      .tick { text-anchor: middle; fill: var(--soft) }
      .grid { stroke: var(--line) } .one { stroke: var(--ink); stroke-dasharray: 4 3 }
      .span { stroke-width: 3; stroke-linecap: round }
      .s0 { stroke: #0072b2; fill: #0072b2; color: #0072b2 }
      .s1 { stroke: #e69f00; fill: #e69f00; color: #e69f00 }
      .s2 { stroke: #009e73; fill: #009e73; color: #009e73 }
      .s3 { stroke: #cc79a7; fill: #cc79a7; color: #cc79a7 }
      .s4 { stroke: #d55e00; fill: #d55e00; color: #d55e00 }
      .key { margin-right: 1.2em } .scroll { overflow-x: auto }
      table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums }
      th, td { text-align: right; padding: 2px 8px; border-bottom: 1px solid var(--line) }
      th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left }
      """;

  private final Plan plan;
  private final List<List<Measured>> all;
  private final List<String> names;

  Page(Plan plan, List<List<Measured>> all) {
    this.plan = plan;
    this.all = all;
    this.names = plan.endpoints().stream().map(Endpoint::name).toList();
  }

  String html() {
    var html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(plan.title()))
        .append("</title><meta name=\"viewport\" content=\"width=device-width\"><style>\n")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escape(plan.title()))
        .append("</h1>\n<p>")
        .append(escape(plan.how()))
        .append(". Lines go from the least to the greatest of the rounds, dots are medians.</p>\n");
    for (Operation operation : Operation.values()) {
      List<List<Measured>> of =
          all.stream().filter(each -> each.getFirst().point().operation() == operation).toList();
      if (!of.isEmpty()) {
        section(html, operation, of);
      }
    }
    return html.append("</body></html>\n").toString();
  }

  private void section(StringBuilder html, Operation operation, List<List<Measured>> of) {
    html.append("<h2>").append(operation.text()).append("</h2>\n");
    if (names.size() > 1) {
      key(html, names.subList(1, names.size()), 1);
      html.append(ratios(of));
    }
    key(html, names, 0);
    html.append(chart("Operations a second", of, Measured::perSecond));
    html.append(chart("Milliseconds, from p50 to p99", of, Page::latency));
    html.append(
        chart(
            "Processor time of the server for an operation, microseconds",
            of,
            each -> Spread.of(each.results(), Cell.Result::cpuMicrosPerOperation)));
    table(html, of);
  }

  private static void key(StringBuilder html, List<String> names, int first) {
    html.append("<p>");
    for (int i = 0; i < names.size(); i++) {
      html.append("<span class=\"key s" + (first + i) + "\">● " + escape(names.get(i)) + "</span>");
    }
    html.append("</p>\n");
  }

  /** The first series has no ratio to itself; an empty one keeps the others' colours. */
  private String ratios(List<List<Measured>> of) {
    var chart = new Chart(names.getFirst() + " : other, operations a second", names);
    chart.include(1);
    for (List<Measured> each : of) {
      Measured own = each.getFirst();
      chart.add(
          place(own), each.stream().map(o -> own.isSameAs(o) ? NONE : own.ratioTo(o)).toList());
    }
    return chart.svg();
  }

  private static final Spread NONE = new Spread(0, 0, 0);

  private static Spread latency(Measured each) {
    return new Spread(each.millisAt(0.5), each.millisAt(0.5), each.millisAt(0.99));
  }

  private String chart(String title, List<List<Measured>> of, Function<Measured, Spread> figure) {
    var chart = new Chart(title, names);
    of.forEach(each -> chart.add(place(each.getFirst()), each.stream().map(figure).toList()));
    return chart.svg();
  }

  private static String place(Measured each) {
    Point point = each.point();
    String clients = point.clients() + (point.clients() == 1 ? " client" : " clients");
    return point.operation().oneSize() ? clients : Figures.size(point.sizeBytes()) + ", " + clients;
  }

  private static void table(StringBuilder html, List<List<Measured>> of) {
    html.append(
        "<div class=\"scroll\"><table><tr><th></th><th>endpoint</th><th>op/s</th><th>MB/s</th>"
            + "<th>p50 ms</th><th>p99 ms</th><th>CPU µs/op</th><th>client µs/op</th>"
            + "<th>resident MiB</th><th>errors</th><th>first : this one</th></tr>\n");
    for (List<Measured> measured : of) {
      for (Measured each : measured) {
        html.append("<tr>");
        cells(each, measured.getFirst())
            .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
        html.append("</tr>\n");
      }
    }
    html.append("</table></div>\n");
  }

  private static List<String> cells(Measured each, Measured first) {
    var cells = new ArrayList<>(List.of(place(each), each.endpoint(), each.perSecond().text(1)));
    cells.add(number(Spread.of(each.results(), Cell.Result::megabytesPerSecond).median()));
    cells.add(number(each.millisAt(0.5)));
    cells.add(number(each.millisAt(0.99)));
    cells.add(number(Spread.of(each.results(), Cell.Result::cpuMicrosPerOperation).median()));
    cells.add(number(Spread.of(each.results(), Cell.Result::clientMicrosPerOperation).median()));
    cells.add(Long.toString(each.mostResidentMib()));
    cells.add(Integer.toString(each.errors()));
    cells.add(each.isSameAs(first) ? "" : first.ratioTo(each).text(2));
    return cells;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
