package dev.coffer.iam.identity;

import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.KeyState;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The access keys of this installation, their secrets sealed. Needs an index that exists.
 *
 * <p>A root's key is valid from when it is put. A user's key is valid while its user's row has it
 * and says that it is active, which is looked up at each {@link #find}: a key whose row is left
 * behind by a crash, or whose user is gone, is no key.
 *
 * <p>Row: docs/formats/access-key-v1.md.
 */
public final class AccessKeys {
  private static final Pattern ID = Pattern.compile("[\\w]{3,128}");
  private static final int MAX_ID = 64;
  private static final int MAX_USER_ID = 128;
  private static final int MAX_SEALED = 4096;

  private final Table table;
  private final Accounts accounts;
  private final Ledger ledger;
  private final SecretSeal seal;

  public AccessKeys(KvStore store, Index index, SecretSeal seal) {
    this.table = new Table(store, index, "access-key");
    this.accounts = new Accounts(store, index);
    this.ledger = new Ledger(store, index, seal.entropy());
    this.seal = seal;
  }

  /**
   * Whether the key was added; false when there is one with its id, which is then left as it is.
   *
   * @throws IllegalArgumentException when the id is not 3 to 128 letters, digits and underscores
   */
  public boolean put(AccessKey key) {
    if (!ID.matcher(key.id()).matches()) {
      throw new IllegalArgumentException(
          "an access key id has 3 to 128 letters, digits and underscores");
    }
    return table.add(
        key.id(),
        Table.record().string(key.account().id()).string(key.userId()).bytes(seal.seal(key)));
  }

  /** Forgets a key; one that is not there is no error. */
  public void remove(String id) {
    table.remove(id);
  }

  /**
   * The key of this id; empty when there is none, when it is inactive, when its user is gone and
   * when its account is closed.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when the row was not sealed here for this id
   * @throws Corrupt when the row does not decode or its account is missing
   */
  public Optional<AccessKey> find(String id) {
    return ID.matcher(id).matches()
        ? table.find(id).flatMap(row -> read(id, row)).filter(this::valid)
        : Optional.empty();
  }

  private boolean valid(AccessKey key) {
    return key.root()
        || ledger.view(
            key.account().id(),
            rows ->
                Entities.USERS
                    .byId(rows, key.userId())
                    .flatMap(user -> user.key(key.id()))
                    .filter(KeyState::active)
                    .isPresent());
  }

  private Optional<AccessKey> read(String id, FieldReader row) {
    String accountId = row.string(MAX_ID);
    String userId = row.string(MAX_USER_ID);
    Bytes sealed = row.bytes(MAX_SEALED);
    row.requireEnd();
    Optional<Account> account = accounts.find(accountId);
    if (account.isEmpty() && !accounts.known(accountId)) {
      throw new Corrupt("an access key's account is missing");
    }
    return account.map(
        open -> new AccessKey(id, seal.open(sealed, id, accountId, userId), open, userId));
  }
}
