package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Optional;

/**
 * The switches against public access that accounts have: index {@code system}, group {@code
 * public-access/ACCOUNT}, one sealed row bound to the installation and the account. Source:
 * docs/formats/metadata-v1.md §4.
 */
final class AccountBlocks {
  static final int FORMAT = 1;

  private static final String GROUP = "public-access/";
  private static final Bytes ROW = Bytes.utf8("r");
  private static final String LABEL = "coffer/account-public-access/v1";

  private final KvStore kv;
  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;

  AccountBlocks(KvStore kv, WrappingKey key, Bytes installationId, Entropy entropy) {
    this.kv = kv;
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  /** What the account has said; empty when it never did, or took it back. */
  Optional<PublicAccessBlock> find(String accountId) {
    return kv.get(SystemKeys.INDEX, new Key(group(accountId), ROW))
        .map(row -> open(accountId, row));
  }

  void put(String accountId, PublicAccessBlock block) {
    commit(Commit.in(SystemKeys.INDEX, group(accountId)).put(ROW, seal(accountId, block)).build());
  }

  void remove(String accountId) {
    commit(Commit.in(SystemKeys.INDEX, group(accountId)).delete(ROW).build());
  }

  /** Nothing is expected, so an undecided commit is simply repeated. */
  private void commit(Commit commit) {
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("an account's public access block could not be stored");
    }
  }

  Bytes seal(String accountId, PublicAccessBlock block) {
    Bytes plain = new FieldWriter().u8(block.code()).toBytes();
    return SealedRow.seal(FORMAT, key, plain, context(accountId), entropy);
  }

  PublicAccessBlock open(String accountId, Bytes row) {
    var fields =
        new FieldReader(
            SealedRow.open(
                FORMAT, key, row, context(accountId), "an account's public access block"));
    PublicAccessBlock block = PublicAccessBlock.of(fields.u8());
    fields.requireEnd();
    return block;
  }

  private byte[] context(String accountId) {
    return Aad.of(LABEL).add(installationId.toByteArray()).add(accountId).sha256();
  }

  private static Bytes group(String accountId) {
    return Bytes.utf8(GROUP + accountId);
  }
}
