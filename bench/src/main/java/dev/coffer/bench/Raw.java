package dev.coffer.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The raw figures of a comparison as JSON: an object for each round of each endpoint. */
final class Raw {
  private Raw() {}

  static String json(Plan plan, List<List<Measured>> all) {
    String rounds =
        all.stream()
            .flatMap(List::stream)
            .map(Raw::rounds)
            .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    return "{\"title\": "
        + text(plan.title())
        + ",\n\"how\": "
        + text(plan.how())
        + ",\n\"rounds\": "
        + rounds
        + "}\n";
  }

  private static String rounds(Measured each) {
    var lines = new StringBuilder();
    for (int round = 0; round < each.results().size(); round++) {
      lines.append(round == 0 ? "" : ",\n  ").append(round(each, round));
    }
    return lines.toString();
  }

  private static String round(Measured each, int round) {
    Cell.Result result = each.results().get(round);
    return String.format(
        Locale.ROOT,
        "{\"operation\": \"%s\", \"sizeBytes\": %d, \"clients\": %d, \"endpoint\": %s,"
            + " \"round\": %d, \"operations\": %d, \"seconds\": %.4f, \"errors\": %d,"
            + " \"p50Millis\": %.3f, \"p99Millis\": %.3f, \"longestMillis\": %.3f,"
            + " \"serverCpuSeconds\": %.2f, \"clientCpuSeconds\": %.2f, \"residentKib\": %d}",
        each.point().operation().text(),
        each.point().sizeBytes(),
        each.point().clients(),
        text(each.endpoint()),
        round,
        result.nanos().size(),
        result.elapsedSeconds(),
        result.errors(),
        result.millisAt(0.5),
        result.millisAt(0.99),
        result.millisAt(1),
        result.cpuSeconds(),
        result.clientCpuSeconds(),
        round < each.residentKib().size() ? each.residentKib().get(round) : 0);
  }

  /** A JSON string. */
  private static String text(String plain) {
    var text = new StringBuilder("\"");
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
