package dev.coffer.iam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that open, and all the others. */
final class SessionTokensTest {
  private static final String ID = TokenVectors.ID;
  private static final SessionTokens TOKENS =
      SessionVectors.tokens(TokenVectors.KEY, TokenVectors.HERE);

  static List<Session> sessions() {
    return SessionVectors.sessions();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aTokenHoldsTheWholeSession(Session session) {
    Session opened = TOKENS.open(ID, TOKENS.seal(ID, session)).orElseThrow();
    assertThat(opened.holder()).isEqualTo(session.holder());
    assertThat(opened.secret().sameAs(session.secret())).isTrue();
    assertThat(opened.limits()).isEqualTo(session.limits());
    assertThat(opened.issued()).isEqualTo(session.issued());
    assertThat(opened.expires()).isEqualTo(session.expires());
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
  void noOtherCharacterIsTaken() {
    String token = token();
    for (int i = 0; i < token.length(); i++) {
      for (char other : new char[] {'A', 'B', 'Q', 'g', 'w', '=', '-', '_', '\n', ' '}) {
        if (token.charAt(i) != other) {
          String bent = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(TOKENS.open(ID, bent)).as("character %d is %s", i, other).isEmpty();
        }
      }
    }
  }

  @Test
  void noBeginningAndNoLongerTokenIsTaken() {
    byte[] sealed = Base64.getDecoder().decode(token());
    for (int length = 0; length < sealed.length; length++) {
      String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, length));
      assertThat(TOKENS.open(ID, cut)).as("%d bytes", length).isEmpty();
    }
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
    assertThat(TOKENS.open(ID, Base64.getEncoder().encodeToString(longer))).isEmpty();
    for (int length = 0; length < token().length(); length++) {
      assertThat(TOKENS.open(ID, token().substring(0, length)))
          .as("%d characters", length)
          .isEmpty();
    }
  }

  @Test
  void twoTokensOfOneSessionDiffer() {
    Session session = sessions().getFirst();
    assertThat(TOKENS.seal(ID, session)).isNotEqualTo(TOKENS.seal(ID, session));
  }

  @Test
  void aTokenShowsNothingOfItsSession() {
    Session session = sessions().getLast();
    String sealed =
        new String(
            Base64.getDecoder().decode(TOKENS.seal(ID, session)),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(sealed).doesNotContain(session.secret().reveal().substring(0, 6), "AROA", "s3:");
    assertThat(session.toString()).doesNotContain(session.secret().reveal());
    assertThat(TOKENS.toString()).isEqualTo("SessionTokens");
  }

  @Test
  void theLargestSessionThatIsGivenFits() {
    var limits = new Session.Limits("x".repeat(2048), List.of());
    var holder = new Session.Role("123456789012", "AROA" + "A".repeat(17), "n".repeat(64));
    Instant now = Instant.EPOCH;
    var session =
        new Session(holder, SecretAccessKey.of("s".repeat(40)), limits, now, now.plusSeconds(1));
    assertThat(TOKENS.seal(ID, session).length()).isLessThan(SessionTokens.MAX_CHARACTERS / 2);
    var larger =
        new Session(
            holder,
            session.secret(),
            new Session.Limits("x".repeat(7000), List.of()),
            now,
            now.plusSeconds(1));
    assertThatThrownBy(() -> TOKENS.seal(ID, larger)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokensOfOtherKeysAndInstallationsAreNotTaken() {
    String token = token();
    assertThat(TOKENS.open("ASIAOTHER", token)).isEmpty();
    assertThat(SessionVectors.tokens("12".repeat(32), TokenVectors.HERE).open(ID, token)).isEmpty();
    assertThat(SessionVectors.tokens(TokenVectors.KEY, "23".repeat(16)).open(ID, token)).isEmpty();
  }

  private static String token() {
    return TOKENS.seal(ID, sessions().getFirst());
  }
}
