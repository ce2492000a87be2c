package dev.coffer.iam.identity;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.nio.charset.StandardCharsets;

/**
 * Seals secret access keys for their table. A sealed secret opens only in the same installation,
 * under the same access key id and for the same user, so rows cannot be exchanged. Source:
 * docs/formats/access-key-v1.md.
 *
 * @param installationId as in every envelope of this installation
 */
public record SecretSeal(
    WrappingKey key, dev.coffer.crypto.envelope.Bytes installationId, Entropy entropy) {
  private static final String LABEL = "coffer/iam/access-key";

  Bytes seal(AccessKey accessKey) {
    byte[] secret = accessKey.secret().reveal().getBytes(StandardCharsets.UTF_8);
    byte[] context = context(accessKey.id(), accessKey.account().id(), accessKey.userId());
    return Bytes.copyOf(key.sealRecord(secret, context, entropy));
  }

  /**
   * The secret within.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it was not sealed here for this key
   */
  SecretAccessKey open(Bytes sealed, String id, String accountId, String userId) {
    byte[] secret = key.openRecord(sealed.toByteArray(), context(id, accountId, userId));
    return SecretAccessKey.of(new String(secret, StandardCharsets.UTF_8));
  }

  private byte[] context(String id, String accountId, String userId) {
    return Aad.of(LABEL)
        .addLong(Table.VERSION)
        .add(installationId)
        .add(id)
        .add(accountId)
        .add(userId)
        .sha256();
  }

  /** Names nothing but the type. */
  @Override
  public String toString() {
    return "SecretSeal";
  }
}
