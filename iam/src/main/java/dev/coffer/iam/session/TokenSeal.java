package dev.coffer.iam.session;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * What tokens of every kind have in common: one sealed message, bound to kind, version,
 * installation and access key id, in the one base64 spelling of its bytes.
 *
 * @param label of the kind of token
 * @param installationId as in every envelope of this installation
 */
record TokenSeal(
    WrappingKey key,
    String label,
    int version,
    dev.coffer.crypto.envelope.Bytes installationId,
    Entropy entropy) {
  /** No token is longer. */
  static final int MAX_CHARACTERS = 8192;

  /** Base64 in one line. */
  String seal(String accessKeyId, Bytes plain) {
    byte[] sealed = key.sealRecord(plain.toByteArray(), context(accessKeyId), entropy);
    String token = Base64.getEncoder().encodeToString(sealed);
    if (token.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException("a session is too large for a token");
    }
    return token;
  }

  /** What is within; empty when the token is not exactly one that was made here for the id. */
  <T> Optional<T> open(String accessKeyId, String token, Function<Bytes, T> read) {
    return decoded(token).flatMap(sealed -> opened(accessKeyId, sealed, read));
  }

  private <T> Optional<T> opened(String accessKeyId, byte[] sealed, Function<Bytes, T> read) {
    try {
      byte[] plain = key.openRecord(sealed, context(accessKeyId));
      return Optional.of(read.apply(Bytes.copyOf(plain)));
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
    return Aad.of(label).addLong(version).add(installationId).add(accessKeyId).sha256();
  }
}
