package dev.coffer.iam.identity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.util.Optional;

/** The accounts of this installation. Needs an index that exists. */
public final class Accounts {
  private static final int MAX_TEXT = 256;

  private final Table table;

  public Accounts(KvStore store, Index index) {
    this.table = new Table(store, index, "account");
  }

  /** Whether the account was added; false when there is one with its id. */
  public boolean add(Account account) {
    return table.add(
        account.id(), Table.record().string(account.id()).string(account.canonicalId()));
  }

  /** The account with these twelve digits. */
  public Optional<Account> find(String id) {
    return table.find(id).map(Accounts::read);
  }

  private static Account read(FieldReader row) {
    var account = new Account(row.string(MAX_TEXT), row.string(MAX_TEXT));
    row.requireEnd();
    return account;
  }
}
