package dev.coffer.iam.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.session.TokenVectors.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of vectors/session-token-v1: each token opens or is refused as its file says. */
final class SessionVectorsTest {
  static List<Path> vectors() throws IOException {
    return TokenVectors.files(SessionVectors.directory());
  }

  @Test
  void theDirectoryIsWhatTheGeneratorMakes() throws IOException {
    assertThat(TokenVectors.contents(SessionVectors.directory())).isEqualTo(SessionVectors.files());
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
    Vector vector = Vector.read(file);
    SessionTokens tokens =
        SessionVectors.tokens(vector.text("wrapping-key"), vector.text("installation-id"));
    Optional<Session> opened = tokens.open(vector.text("access-key-id"), vector.token());
    assertThat(opened.map(session -> session.secret().reveal()))
        .isEqualTo(vector.opens() ? Optional.of(vector.text("secret")) : Optional.empty());
  }
}
