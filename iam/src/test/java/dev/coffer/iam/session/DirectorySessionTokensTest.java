package dev.coffer.iam.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.session.TokenVectors.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens of sessions of directory buckets, and the files of vectors/directory-session-token-v1:
 * each opens or is refused as its file says.
 */
final class DirectorySessionTokensTest {
  private static final String ID = TokenVectors.ID;
  private static final DirectorySessionTokens TOKENS =
      DirectorySessionVectors.tokens(TokenVectors.KEY, TokenVectors.HERE);

  static Collection<DirectorySession> sessions() {
    return DirectorySessionVectors.sessions().values();
  }

  static List<Path> vectors() throws IOException {
    return TokenVectors.files(DirectorySessionVectors.directory());
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aTokenHoldsTheWholeSession(DirectorySession session) {
    DirectorySession opened = TOKENS.open(ID, TOKENS.seal(ID, session)).orElseThrow();
    assertThat(opened.session().holder()).isEqualTo(session.session().holder());
    assertThat(opened.session().secret().sameAs(session.session().secret())).isTrue();
    assertThat(opened.session().limits()).isEqualTo(session.session().limits());
    assertThat(opened.session().issued()).isEqualTo(session.session().issued());
    assertThat(opened.session().expires()).isEqualTo(session.session().expires());
    assertThat(opened.begunWith()).isEqualTo(session.begunWith());
    assertThat(opened.scope()).isEqualTo(session.scope());
  }

  @Test
  void noFlippedBitIsTaken() {
    byte[] sealed = Base64.getDecoder().decode(token());
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] bent = sealed.clone();
      bent[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(TOKENS.open(ID, Base64.getEncoder().encodeToString(bent)))
          .as("bit %d", bit)
          .isEmpty();
    }
  }

  @Test
  void aTokenOfEitherKindIsNotTakenForTheOther() {
    var sts = SessionVectors.tokens(TokenVectors.KEY, TokenVectors.HERE);
    DirectorySession session = sessions().iterator().next();
    assertThat(sts.open(ID, TOKENS.seal(ID, session))).isEmpty();
    assertThat(TOKENS.open(ID, sts.seal(ID, session.session()))).isEmpty();
  }

  @Test
  void nothingShowsTheSecret() {
    DirectorySession session = sessions().iterator().next();
    assertThat(session.toString()).doesNotContain(session.session().secret().reveal());
    assertThat(TOKENS.toString()).isEqualTo("DirectorySessionTokens");
  }

  @Test
  void theDirectoryIsWhatTheGeneratorMakes() throws IOException {
    assertThat(TokenVectors.contents(DirectorySessionVectors.directory()))
        .isEqualTo(DirectorySessionVectors.files());
  }

  @Test
  void theDocumentNamesTheVersionAndEveryVector() throws IOException {
    int version = DirectorySessionTokens.VERSION;
    Path file =
        DirectorySessionVectors.directory()
            .resolve("../../docs/formats/directory-session-token-v" + version + ".md");
    String document = Files.readString(file);
    assertThat(document)
        .startsWith("# Session token of a directory bucket, version " + version + "\n");
    assertThat(DirectorySessionVectors.files().keySet())
        .allSatisfy(vector -> assertThat(document).contains("`" + vector + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theTokenIsReadAsItSays(Path file) throws IOException {
    Vector vector = Vector.read(file);
    DirectorySessionTokens tokens =
        DirectorySessionVectors.tokens(vector.text("wrapping-key"), vector.text("installation-id"));
    Optional<DirectorySession> opened = tokens.open(vector.text("access-key-id"), vector.token());
    assertThat(opened.map(session -> session.session().secret().reveal()))
        .isEqualTo(vector.opens() ? Optional.of(vector.text("secret")) : Optional.empty());
  }

  private static String token() {
    return TOKENS.seal(ID, DirectorySessionVectors.session("role_limited"));
  }
}
