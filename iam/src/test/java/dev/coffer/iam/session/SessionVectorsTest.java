package dev.coffer.iam.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of vectors/session-token-v1: each token opens or is refused as its file says. */
final class SessionVectorsTest {
  static List<Path> vectors() throws IOException {
    try (Stream<Path> files = Files.list(SessionVectors.directory())) {
      return files.sorted().toList();
    }
  }

  @Test
  void theDirectoryIsWhatTheGeneratorMakes() throws IOException {
    var found = new TreeMap<String, String>();
    for (Path file : vectors()) {
      found.put(file.getFileName().toString(), Files.readString(file));
    }
    assertThat(found).isEqualTo(SessionVectors.files());
  }

  @Test
  void theDocumentNamesTheVersionAndEveryVector() throws IOException {
    String name = "../../docs/formats/session-token-v" + SessionTokens.VERSION + ".md";
    String document = Files.readString(SessionVectors.directory().resolve(name));
    assertThat(document).startsWith("# Session token, version " + SessionTokens.VERSION + "\n");
    assertThat(SessionVectors.files().keySet())
        .allSatisfy(vector -> assertThat(document).contains("`" + vector + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theTokenIsReadAsItSays(Path file) throws IOException {
    String[] parts = Files.readString(file).split("\n\n", 2);
    Map<String, String> lines = new HashMap<>();
    for (String line : parts[0].split("\n", -1)) {
      String[] field = line.split(": ", 2);
      lines.put(field[0], field[1]);
    }
    SessionTokens tokens =
        SessionVectors.tokens(
            lines.getOrDefault("wrapping-key", ""), lines.getOrDefault("installation-id", ""));
    Optional<Session> opened = tokens.open(lines.getOrDefault("access-key-id", ""), parts[1]);
    assertThat(opened.map(session -> session.secret().reveal()))
        .isEqualTo(
            lines.getOrDefault("expect", "").equals("opens")
                ? Optional.of(lines.getOrDefault("secret", ""))
                : Optional.empty());
  }
}
