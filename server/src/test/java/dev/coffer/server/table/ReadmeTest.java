package dev.coffer.server.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of operations in the README and in the guide's page on compatibility are what the
 * table serves; {@code -Dcoffer.readme.write=true} writes them anew.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("coffer.root", ".."));
  private static final String OPERATIONS = "operations";

  @Test
  void theReadmeSaysWhatIsServedAndWhatIsRefused() throws IOException {
    requireOrWrite("README.md", OPERATIONS, ofReadme());
  }

  @Test
  void theGuideSaysItOfEveryOperationThatAmazonKnows() throws IOException {
    requireOrWrite("docs/guide/compatibility.md", OPERATIONS, ofGuide());
  }

  /**
   * Holds a part of a document against what it must be, one part at a time.
   *
   * @param mark in the comments around the part
   */
  static synchronized void requireOrWrite(String name, String mark, String expected)
      throws IOException {
    Path file = ROOT.resolve(name);
    String text = Files.readString(file);
    String begin = "<!-- " + mark + " -->\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- /" + mark + " -->");
    assertThat(text).contains(begin);
    assertThat(to).isGreaterThanOrEqualTo(from);
    if (Boolean.getBoolean("coffer.readme.write")) {
      Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
    } else {
      assertThat(text.substring(from, to)).isEqualTo(expected);
    }
  }

  private static String ofReadme() throws IOException {
    RefusedMembers refused = RefusedMembers.read(ROOT);
    var text = new StringBuilder("| served | its members that are refused (501) |\n|---|---|\n");
    for (String operation : S3TableTest.SERVED) {
      text.append("| ").append(operation).append(" | ").append(refused.cell(operation));
      text.append(" |\n");
    }
    List<String> others = operations().filter(operation -> !served(operation)).toList();
    return text.append("\nRefused by name (")
        .append(others.size())
        .append("): ")
        .append(String.join(", ", others))
        .append(".\n")
        .toString();
  }

  private static String ofGuide() throws IOException {
    RefusedMembers refused = RefusedMembers.read(ROOT);
    long whole = operations().filter(name -> served(name) && !refused.any(name)).count();
    long served = operations().filter(ReadmeTest::served).count();
    var text = new StringBuilder();
    text.append("Of ").append(operations().count()).append(" operations ");
    text.append(whole).append(" are served, ");
    text.append(served - whole).append(" partly, ");
    text.append(operations().count() - served).append(" refused.\n\n");
    text.append("| operation | | refused members |\n|---|---|---|\n");
    operations()
        .forEach(operation ->
            text.append("| ")
                .append(operation)
                .append(" | ")
                .append(
                    !served(operation) ? "refused" : refused.any(operation) ? "partly" : "served")
                .append(" | ")
                .append(served(operation) ? refused.cell(operation) : "")
                .append(" |\n"));
    return text.toString();
  }

  private static Stream<String> operations() {
    return Model.s3().operations().stream().map(Facts::operation).sorted();
  }

  private static boolean served(String operation) {
    return S3TableTest.SERVED.contains(operation);
  }
}
