package dev.coffer.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the repository: what no compiler sees. */
class TidyTest {
  private static final Path ROOT = Path.of(System.getProperty("coffer.root", "../..")).normalize();
  private static final long LARGEST_BYTES = 1_000_000;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  @Test
  void noFileIsLargerThanAMegabyteOutsideTheVectors() throws IOException {
    assertThat(files(""))
        .filteredOn(file -> !file.startsWith(ROOT.resolve("vectors")))
        .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(LARGEST_BYTES));
  }

  @Test
  void linksInTheDocumentsResolve() throws IOException {
    var broken = new ArrayList<String>();
    for (Path file : files(".md")) {
      Matcher link = LINK.matcher(Files.readString(file));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !Files.exists(folderOf(file).resolve(target))) {
          broken.add(ROOT.relativize(file) + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyToDoNamesAnIssue() throws IOException {
    var nameless = new ArrayList<String>();
    for (Path file : files(".java")) {
      if (file.endsWith("TidyTest.java")) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        boolean open = line.contains("TODO") && !line.matches(".*TODO\\(#\\d+\\).*");
        if (open || line.contains("FIXME")) {
          nameless.add(ROOT.relativize(file) + ": " + line.strip());
        }
      }
    }
    assertThat(nameless).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItKnows() throws IOException {
    var silent = new ArrayList<Path>();
    for (Path file : files(".java")) {
      Path folder = folderOf(file);
      boolean main = folder.toString().contains("src/main/java/dev");
      if (main && !Files.exists(folder.resolve("package-info.java"))) {
        silent.add(ROOT.relativize(folder));
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void decisionsAreNumberedOnceEach() throws IOException {
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
      List<String> numbers =
          decisions.map(file -> file.getFileName().toString().substring(0, 4)).sorted().toList();
      assertThat(numbers).doesNotHaveDuplicates();
    }
  }

  @Test
  void printsTheTenLongestFiles() throws IOException {
    var sizes = new ArrayList<String>();
    var lines = new ArrayList<Integer>();
    for (Path file : files(".java")) {
      if (file.toString().contains("src/main")) {
        int count = Files.readAllLines(file, StandardCharsets.UTF_8).size();
        lines.add(count);
        sizes.add("%5d %s".formatted(count, ROOT.relativize(file)));
      }
    }
    sizes.sort(Comparator.reverseOrder());
    lines.sort(Comparator.naturalOrder());
    System.out.println(
        "main files: %d, median %d lines, 95%% under %d"
            .formatted(
                lines.size(), lines.get(lines.size() / 2), lines.get(lines.size() * 95 / 100)));
    sizes.stream().limit(10).forEach(System.out::println);
    assertThat(lines).isNotEmpty();
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? ROOT : folder;
  }

  /**
   * Of the repository: what was built is none of it, nor is the store of the README's quick start.
   */
  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      return walk.filter(Files::isRegularFile)
          .filter(
              file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.git|\\.idea)/.*"))
          .filter(file -> !file.startsWith(ROOT.resolve("data")))
          .filter(file -> file.toString().endsWith(suffix))
          .toList();
    }
  }
}
