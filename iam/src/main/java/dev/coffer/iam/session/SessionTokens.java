package dev.coffer.iam.session;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import java.util.Optional;

/**
 * Seals sessions into the tokens that clients send back, and opens them.
 *
 * <p>A token opens only in the installation that made it and only together with the access key id
 * it was made for; it hides its content and no bit of it can be changed. It does not say by itself
 * whether it has expired. Source: docs/formats/session-token-v1.md; vectors/session-token-v1.
 *
 * @param installationId as in every envelope of this installation
 */
public record SessionTokens(
    WrappingKey key, dev.coffer.crypto.envelope.Bytes installationId, Entropy entropy) {
  /** Version of the token's format. */
  public static final int VERSION = 1;

  /** No token is longer. */
  public static final int MAX_CHARACTERS = TokenSeal.MAX_CHARACTERS;

  private static final String LABEL = "coffer/iam/session-token";

  /** The token of a session; base64 in one line. */
  public String seal(String accessKeyId, Session session) {
    return sealing().seal(accessKeyId, SessionFields.write(session));
  }

  /** The session within; empty when the token is not exactly one that was made here for the id. */
  public Optional<Session> open(String accessKeyId, String token) {
    return sealing().open(accessKeyId, token, SessionFields::read);
  }

  private TokenSeal sealing() {
    return new TokenSeal(key, LABEL, VERSION, installationId, entropy);
  }

  /** Names nothing but the type. */
  @Override
  public String toString() {
    return "SessionTokens";
  }
}
