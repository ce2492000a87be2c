package dev.coffer.iam.session;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import java.util.Optional;

/**
 * Seals the sessions of directory buckets into the tokens that clients send back, and opens them.
 *
 * <p>As {@link SessionTokens}, whose tokens are never taken for these nor these for those. Whether
 * a session has expired, and whether the bucket is its own, is asked later. Source:
 * docs/formats/directory-session-token-v1.md; vectors/directory-session-token-v1.
 *
 * @param installationId as in every envelope of this installation
 */
public record DirectorySessionTokens(
    WrappingKey key, dev.coffer.crypto.envelope.Bytes installationId, Entropy entropy) {
  /** Version of the token's format. */
  public static final int VERSION = 1;

  /** No token is longer. */
  public static final int MAX_CHARACTERS = TokenSeal.MAX_CHARACTERS;

  private static final String LABEL = "coffer/iam/directory-session-token";

  /** The token of a session; base64 in one line. */
  public String seal(String accessKeyId, DirectorySession session) {
    return sealing().seal(accessKeyId, DirectorySessionFields.write(session));
  }

  /** The session within; empty when the token is not exactly one that was made here for the id. */
  public Optional<DirectorySession> open(String accessKeyId, String token) {
    return sealing().open(accessKeyId, token, DirectorySessionFields::read);
  }

  private TokenSeal sealing() {
    return new TokenSeal(key, LABEL, VERSION, installationId, entropy);
  }

  /** Names nothing but the type. */
  @Override
  public String toString() {
    return "DirectorySessionTokens";
  }
}
