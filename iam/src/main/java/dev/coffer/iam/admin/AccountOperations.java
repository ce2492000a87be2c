package dev.coffer.iam.admin;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.admin.CreateAccount;
import dev.coffer.wire.admin.DeleteAccount;
import dev.coffer.wire.admin.ListAccounts;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes, names and deletes accounts.
 *
 * <p>An account is deleted by closing it, which stops its keys and sessions at once; only then it
 * is looked at for the last time, and opened again when something was made in the meantime.
 */
public final class AccountOperations {
  private static final int ATTEMPTS = 10;
  private static final int USUAL_PAGE = 100;

  private final Accounts accounts;
  private final AccessKeys keys;
  private final Identities identities;
  private final List<Predicate<String>> occupied;
  private final AccountIds ids;
  private final AccessKeyGenerator generator;

  /**
   * Wires the operations.
   *
   * @param occupied each says whether an account, by its twelve digits, still has something of one
   *     kind; identities aside, which are asked for here
   */
  public AccountOperations(
      Accounts accounts,
      AccessKeys keys,
      Identities identities,
      List<Predicate<String>> occupied,
      Entropy entropy) {
    this.accounts = accounts;
    this.keys = keys;
    this.identities = identities;
    this.occupied = List.copyOf(occupied);
    this.ids = new AccountIds(entropy);
    this.generator = new AccessKeyGenerator(entropy);
  }

  /** A new account and the key of its root, whose secret is not shown again. */
  public CreateAccount.Output createAccount(Call call, CreateAccount op) {
    Permit.require(call, "coffer:CreateAccount");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Account account = ids.draw();
      AccessKey key = generator.forRootOf(account);
      // The account first: a crash leaves one without a key, not a key without its account.
      if (accounts.add(account, op.name(), key.id())) {
        return keyed(account, key);
      }
    }
    throw new Unavailable("every account id that was drawn is taken");
  }

  private CreateAccount.Output keyed(Account account, AccessKey key) {
    if (!keys.put(key)) {
      throw new Unavailable("the access key that was drawn for an account is taken");
    }
    return new CreateAccount.Output(account.id(), key.id(), key.secret().reveal());
  }

  /** Open accounts by id, a page at a time. */
  public ListAccounts.Output listAccounts(Call call, ListAccounts op) {
    Permit.require(call, "coffer:ListAccounts");
    String after = op.nextToken();
    if (after != null && !Account.isId(after)) {
      throw AdminError.ValidationException.because("The nextToken is not one of a page before");
    }
    int most = op.maxResults() == null ? USUAL_PAGE : op.maxResults();
    Accounts.Listing listing = accounts.list(after, most);
    List<ListAccounts.Entry> entries =
        listing.accounts().stream()
            .map(named -> new ListAccounts.Entry(named.account().id(), named.name()))
            .toList();
    return new ListAccounts.Output(entries, listing.next());
  }

  /** Deletes an account that has nothing. */
  public DeleteAccount.Output deleteAccount(Call call, DeleteAccount op) {
    Permit.require(call, "coffer:DeleteAccount");
    String id = op.account();
    if (id.equals(Accounts.MANAGEMENT)) {
      throw AdminError.ValidationException.because("The management account cannot be deleted.");
    }
    if (accounts.find(id).isEmpty()) {
      throw AdminError.NoSuchAccount.refusal();
    }
    if (identities.anyIn(id) || anyOther(id) || !close(id)) {
      throw AdminError.AccountNotEmpty.refusal();
    }
    accounts.rootKeyId(id).ifPresent(keys::remove);
    return new DeleteAccount.Output();
  }

  /** Whether it is closed for good; whoever was faster has made something that keeps it open. */
  private boolean close(String id) {
    if (!accounts.setClosed(id, true)) {
      throw AdminError.NoSuchAccount.refusal();
    }
    boolean empty = false;
    try {
      empty = !anyOther(id) && identities.closeIfEmpty(id);
    } finally {
      if (!empty) {
        accounts.setClosed(id, false);
      }
    }
    return empty;
  }

  private boolean anyOther(String id) {
    return occupied.stream().anyMatch(something -> something.test(id));
  }
}
