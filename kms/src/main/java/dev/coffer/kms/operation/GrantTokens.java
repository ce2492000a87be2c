package dev.coffer.kms.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.key.Grants;
import dev.coffer.kms.key.KeyId;
import dev.coffer.wire.kms.KmsError;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that name a grant: sealed, so that nobody can make one, and different each time. A grant
 * holds at once, so a token gives nothing that its holder would not have without it.
 */
final class GrantTokens {
  private static final String SEPARATOR = "/";

  private final WrappingKey key;
  private final byte[] context;
  private final Entropy entropy;

  GrantTokens(WrappingKey key, Bytes installationId, Entropy entropy) {
    this.key = key;
    this.context = Aad.of("coffer/kms/grant-token").add(installationId).sha256();
    this.entropy = entropy;
  }

  String issue(KeyId keyId, String grantId) {
    byte[] named = (keyId + SEPARATOR + grantId).getBytes(UTF_8);
    return encode(key.sealRecord(named, context, entropy));
  }

  private static String encode(byte[] sealed) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** The JDK's decoder passes over bits of the last letter that stand for nothing. */
  private static byte[] decode(String token) {
    byte[] sealed = Base64.getUrlDecoder().decode(token);
    if (!encode(sealed).equals(token)) {
      throw new IllegalArgumentException("a token has one spelling");
    }
    return sealed;
  }

  /** The grant that a token names; refuses what is no token of ours. */
  Grants.Place require(String token) {
    try {
      byte[] named = key.openRecord(decode(token), context);
      String[] parts = new String(named, UTF_8).split(SEPARATOR, 2);
      return new Grants.Place(new KeyId(parts[0]), parts[1]);
    } catch (NotAuthentic | IllegalArgumentException e) {
      throw KmsError.InvalidGrantTokenException.refusal();
    }
  }

  /** Refuses a list with one that is no token of ours. */
  void requireGenuine(@Nullable List<String> tokens) {
    if (tokens != null) {
      tokens.forEach(this::require);
    }
  }
}
