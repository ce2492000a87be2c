package dev.coffer.iam.identity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of this installation. Needs an index that exists.
 *
 * <p>A closed account is no longer found, and neither are its access keys; its row stays for ever,
 * so that its id, which policies elsewhere may name, is never given to somebody else.
 */
public final class Accounts {
  /** The account of the first start, which administers the others. */
  public static final String MANAGEMENT = "000000000000";

  private static final Bytes ROW = Bytes.utf8("row");
  private static final Bytes KIND = Bytes.utf8("account/");
  private static final int PAGE = 256;

  private final KvStore store;
  private final Index index;

  public Accounts(KvStore store, Index index) {
    this.store = store;
    this.index = index;
  }

  /**
   * An open account.
   *
   * @param name as its maker called it; empty when nobody did
   */
  public record Named(Account account, String name) {}

  /**
   * Some accounts, by ascending id.
   *
   * @param next the id to go on after; null when these were the last
   */
  public record Listing(List<Named> accounts, @Nullable String next) {
    public Listing {
      accounts = List.copyOf(accounts);
    }
  }

  /** Whether the account was added; false when there is or was one with its id. */
  public boolean add(Account account) {
    return add(account, "", null);
  }

  /**
   * The same with a name.
   *
   * @param rootKeyId the access key of its root
   */
  public boolean add(Account account, String name, @Nullable String rootKeyId) {
    Bytes value = AccountRow.of(account, name, rootKeyId).encode();
    return committed(
        Commit.in(index, group(account.id())).expectAbsent(ROW).put(ROW, value).build());
  }

  /** The open account with these twelve digits. */
  public Optional<Account> find(String id) {
    return row(id).filter(row -> !row.closed()).map(AccountRow::account);
  }

  /** Whether there is or ever was such an account. */
  public boolean known(String id) {
    return row(id).isPresent();
  }

  /** The key that was made with an account, also when it has been closed since. */
  public Optional<String> rootKeyId(String id) {
    return row(id).map(AccountRow::rootKeyId);
  }

  /**
   * Open accounts.
   *
   * @param after twelve digits, of which only greater ones are listed; null for all
   * @param limit at least 1
   */
  public Listing list(@Nullable String after, int limit) {
    Key from = after == null ? Key.startOf(KIND) : Key.afterGroup(group(after));
    Iterator<Entry> entries = KvScan.entries(store, index, from, PAGE);
    var found = new ArrayList<Named>();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (!entry.key().group().startsWith(KIND)) {
        break;
      }
      AccountRow row = AccountRow.decode(entry.value());
      if (!row.closed() && found.size() == limit) {
        return new Listing(found, found.getLast().account().id());
      }
      if (!row.closed()) {
        found.add(new Named(row.account(), row.name()));
      }
    }
    return new Listing(found, null);
  }

  /** Closes or opens an account; false when there is none or it already is so. */
  public boolean setClosed(String id, boolean closed) {
    Optional<Bytes> stored = store.get(index, new Key(group(id), ROW));
    Optional<AccountRow> row = stored.map(AccountRow::decode).filter(r -> r.closed() != closed);
    if (row.isEmpty()) {
      return false;
    }
    return committed(
        Commit.in(index, group(id))
            .expectEqual(ROW, stored.orElseThrow())
            .put(ROW, row.get().withClosed(closed).encode())
            .build());
  }

  private Optional<AccountRow> row(String id) {
    return Account.isId(id)
        ? store.get(index, new Key(group(id), ROW)).map(AccountRow::decode)
        : Optional.empty();
  }

  private boolean committed(Commit commit) {
    return switch (Settle.commit(store, commit, ROW)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ ->
          throw new IllegalStateException("the system's index has not been created");
      case Outcome.Unknown unknown ->
          throw new Unavailable("nobody knows whether the account was stored", unknown.cause());
    };
  }

  private static Bytes group(String id) {
    return KIND.concat(Bytes.utf8(id));
  }
}
