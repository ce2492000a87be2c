package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The account of the first start and its root credentials.
 *
 * <p>Generated credentials are written to {@code first-run.env} before they are valid, and the row
 * that says which key is the root's is written last: a crash in between is taken up again with the
 * same credentials.
 */
final class RootAccess {
  private static final Bytes GROUP = Bytes.utf8("installation");
  private static final Bytes ROOT_KEY = Bytes.utf8("root-access-key");
  private static final String ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

  private final KvStore kv;
  private final Index index;
  private final AccessKeys keys;
  private final Entropy entropy;
  private final FirstRun firstRun;

  /**
   * What the first start may do.
   *
   * @param file where generated credentials are kept
   * @param mayGenerate whether nobody else can reach the server, or its owner said so
   */
  record FirstRun(Path file, boolean mayGenerate) {}

  RootAccess(KvStore kv, Index index, AccessKeys keys, Entropy entropy, FirstRun firstRun) {
    this.kv = kv;
    this.index = index;
    this.keys = keys;
    this.entropy = entropy;
    this.firstRun = firstRun;
  }

  /**
   * The root's key and how it came to be.
   *
   * @param generated made by the server at this start; else given by the environment or known
   */
  record Found(AccessKey key, boolean first, boolean generated) {}

  /** The root's key; made at the first start. */
  Found require(Map<String, String> environment) throws IOException {
    Optional<Bytes> known = kv.get(index, new Key(GROUP, ROOT_KEY));
    if (known.isPresent()) {
      AccessKey key =
          keys.find(known.get().toUtf8())
              .orElseThrow(() -> new Corrupt("the root's access key is missing"));
      return new Found(key, false, false);
    }
    return make(environment);
  }

  private Found make(Map<String, String> environment) throws IOException {
    Account account = account();
    String id = environment.get(ID);
    String secret = environment.get(SECRET);
    if ((id == null) != (secret == null)) {
      throw new StartFailure(ExitCode.CONFIGURATION, "set both " + ID + " and " + SECRET);
    }
    AccessKey key = id == null || secret == null ? generated(account) : given(account, id, secret);
    // A crash may have left the key there already, whose secret is then the one that holds.
    AccessKey kept = keys.put(key) ? key : keys.find(key.id()).orElse(key);
    Outcome outcome =
        kv.commit(
            Commit.in(index, GROUP)
                .expectAbsent(ROOT_KEY)
                .put(ROOT_KEY, Bytes.utf8(kept.id()))
                .build());
    if (!(outcome instanceof Outcome.Done)) {
      throw new Unavailable("the root's access key could not be recorded");
    }
    return new Found(kept, true, id == null);
  }

  private Account account() {
    var accounts = new Accounts(kv, index);
    Optional<Account> known = accounts.find(Accounts.MANAGEMENT);
    if (known.isPresent()) {
      return known.get();
    }
    var account = new Account(Accounts.MANAGEMENT, HexFormat.of().formatHex(entropy.bytes(32)));
    accounts.add(account, "management", null);
    return account;
  }

  /** Generated credentials would be printed on a terminal and serve the whole network. */
  static StartFailure reachable() {
    return new StartFailure(
        ExitCode.CONFIGURATION,
        "this address can be reached by others: set "
            + ID
            + " and "
            + SECRET
            + " for the first start, or say --i-know to use generated ones");
  }

  private static AccessKey given(Account account, String id, String secret) {
    if (!id.matches("\\w{3,128}") || secret.length() < 8) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          ID
              + " has 3 to 128 letters, digits and underscores, "
              + SECRET
              + " at least 8 characters");
    }
    return AccessKey.ofRoot(id, SecretAccessKey.of(secret), account);
  }

  private AccessKey generated(Account account) throws IOException {
    if (!firstRun.mayGenerate()) {
      throw reachable();
    }
    if (Files.exists(firstRun.file())) {
      var before = new Properties();
      try (var in = Files.newBufferedReader(firstRun.file())) {
        before.load(in);
      }
      return given(account, before.getProperty(ID, ""), before.getProperty(SECRET, ""));
    }
    AccessKey key = new AccessKeyGenerator(entropy).forRootOf(account);
    String text =
        "# The root credentials of this store, made at its first start. Delete this file when you\n"
            + "# have stored them elsewhere.\n"
            + ID
            + "="
            + key.id()
            + "\n"
            + SECRET
            + "="
            + key.secret().reveal()
            + "\n";
    DataFolder.writeSecret(firstRun.file(), text.getBytes(StandardCharsets.UTF_8));
    return key;
  }
}
