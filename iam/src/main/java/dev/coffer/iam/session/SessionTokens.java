package dev.coffer.iam.session;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import java.util.Base64;
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
  public static final int MAX_CHARACTERS = 8192;

  private static final String LABEL = "coffer/iam/session-token";

  /** The token of a session; base64 in one line. */
  public String seal(String accessKeyId, Session session) {
    byte[] plain = SessionFields.write(session).toByteArray();
    byte[] sealed = key.sealRecord(plain, context(accessKeyId), entropy);
    String token = Base64.getEncoder().encodeToString(sealed);
    if (token.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException("a session is too large for a token");
    }
    return token;
  }

  /** The session within; empty when the token is not exactly one that was made here for the id. */
  public Optional<Session> open(String accessKeyId, String token) {
    return decoded(token).flatMap(sealed -> opened(accessKeyId, sealed));
  }

  private Optional<Session> opened(String accessKeyId, byte[] sealed) {
    try {
      byte[] plain = key.openRecord(sealed, context(accessKeyId));
      return Optional.of(SessionFields.read(Bytes.copyOf(plain)));
    } catch (NotAuthentic | Corrupt _) {
      // What is authentic but of another version was made by a newer server: the client's to renew.
      return Optional.empty();
    }
  }

  /** Base64 has several spellings of the same bytes; a token has one. */
  private static Optional<byte[]> decoded(String token) {
    if (token.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(token);
      boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(token);
      return canonical ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private byte[] context(String accessKeyId) {
    return Aad.of(LABEL).addLong(VERSION).add(installationId).add(accessKeyId).sha256();
  }

  /** Names nothing but the type. */
  @Override
  public String toString() {
    return "SessionTokens";
  }
}
