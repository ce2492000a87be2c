package dev.coffer.server.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The README's table of operations is what the table serves; {@code -Dcoffer.readme.write=true}
 * writes it anew.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("coffer.root", ".."));
  private static final String BEGIN = "<!-- operations -->\n";
  private static final String END = "<!-- /operations -->";

  @Test
  void theReadmeSaysWhatIsServedAndWhatIsRefused() throws IOException {
    Path readme = ROOT.resolve("README.md");
    String text = Files.readString(readme);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(from).isGreaterThan(BEGIN.length());
    String expected = table();
    if (Boolean.getBoolean("coffer.readme.write")) {
      Files.writeString(readme, text.substring(0, from) + expected + text.substring(to));
    } else {
      assertThat(text.substring(from, to)).isEqualTo(expected);
    }
  }

  private static String table() throws IOException {
    var refused = new TreeMap<String, TreeSet<String>>();
    for (String line : lacking()) {
      String[] words = line.split(" ", 4);
      if (words.length == 4 && words[1].equals("in") && !words[3].equals("Content-Length")) {
        refused.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(words[3]);
      }
    }
    refused.values().forEach(ReadmeTest::dropInner);
    var text = new StringBuilder("| served | its members that are refused (501) |\n|---|---|\n");
    for (String operation : S3TableTest.SERVED) {
      String members =
          refused.getOrDefault(operation, new TreeSet<>()).stream()
              .map(member -> "`" + member + "`")
              .collect(Collectors.joining(", "));
      text.append("| ").append(operation).append(" | ").append(members).append(" |\n");
    }
    List<String> others =
        Model.s3().operations().stream()
            .map(Facts::operation)
            .filter(operation -> !S3TableTest.SERVED.contains(operation))
            .sorted()
            .toList();
    return text.append("\nRefused by name (")
        .append(others.size())
        .append("): ")
        .append(String.join(", ", others))
        .append(".\n")
        .toString();
  }

  /** What lies within an element that is refused is not worth a word. */
  private static void dropInner(Set<String> members) {
    members.removeIf(member ->
        member.contains("/") && members.stream().anyMatch(outer -> member.startsWith(outer + "/")));
  }

  /** The reviewed list of what the records lack; wire's model test keeps it true. */
  private static List<String> lacking() throws IOException {
    return Files.readAllLines(
        ROOT.resolve("wire/src/test/resources/dev/coffer/wire/codec/lacking.txt"));
  }
}
