package dev.coffer.iam.auth;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Inline;
import dev.coffer.iam.entity.KeyState;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An installation in memory with two accounts, whose users and roles are what a test adds. */
public final class World {
  public static final String ACCOUNT = Installation.ACCOUNT.id();
  public static final Account OTHER = new Account("210987654321", "cd".repeat(32));
  public static final SecretAccessKey SECRET = SecretAccessKey.of("a user's secret access key");

  public final KvStore store = Installation.store();
  public final Entropy entropy = Installation.entropy(7);
  public final Accounts accounts = new Accounts(store, Installation.SYSTEM);
  public final AccessKeys keys =
      new AccessKeys(store, Installation.SYSTEM, Installation.seal(1, "here"));
  public final Identities identities = new Identities(store, Installation.SYSTEM, entropy);
  public final SessionTokens tokens = tokens(1);
  public final DirectorySessionTokens bucketTokens;
  public Instant now;

  private final Ledger ledger = new Ledger(store, Installation.SYSTEM, entropy);

  public World(Instant now) {
    this.now = now;
    this.bucketTokens =
        new DirectorySessionTokens(tokens.key(), tokens.installationId(), Installation.entropy(4));
    accounts.add(Installation.ACCOUNT);
    accounts.add(OTHER);
    keys.put(Installation.KEY);
  }

  static Credentials credentials(Instant now) {
    return new World(now).credentials();
  }

  static SessionTokens tokens(int installation) {
    byte[] id = new byte[16];
    id[0] = (byte) installation;
    return new SessionTokens(
        new WrappingKey(Secret.of(new byte[32])), Bytes.of(id), Installation.entropy(3));
  }

  public InstantSource clock() {
    return () -> now;
  }

  public Credentials credentials() {
    return new Credentials(keys, accounts, tokens, bucketTokens, identities, clock());
  }

  /** A user {@code AIDA‹name›} with one inline policy, or none, and the key {@code AKID‹name›}. */
  public void addUser(String account, String name, @Nullable String policy) {
    String keyId = "AKID" + name;
    keys.put(new AccessKey(keyId, SECRET, accounts.find(account).orElseThrow(), "AIDA" + name));
    change(
        account,
        change -> {
          var user =
              new UserRow(
                  naming("AIDA" + name, name),
                  holdings(policy),
                  null,
                  List.of(),
                  List.of(new KeyState(keyId, true, now)));
          Entities.USERS.add(change, user);
          if (policy != null) {
            Texts.putInline(change, user, "p", policy);
          }
        });
  }

  public void removeUser(String account, String name) {
    change(
        account,
        change -> Entities.USERS.remove(change, Entities.USERS.byName(change, name).orElseThrow()));
  }

  /** A role under the path {@code /of/} with at most two hours of session. */
  public void addRole(
      String account, String id, String name, String trust, @Nullable String policy) {
    change(
        account,
        change -> {
          var naming = new Naming(id, name, "/of/", now);
          var role = new RoleRow(naming, holdings(policy), null, null, 7200);
          Entities.ROLES.add(change, role);
          Texts.putTrust(change, role, trust);
          if (policy != null) {
            Texts.putInline(change, role, "p", policy);
          }
        });
  }

  public void removeRole(String account, String name) {
    change(
        account,
        change -> Entities.ROLES.remove(change, Entities.ROLES.byName(change, name).orElseThrow()));
  }

  /** A managed policy {@code arn:aws:iam::‹account›:policy/‹name›}. */
  public void addPolicy(String account, String name, String text) {
    change(
        account,
        change -> {
          var version = new PolicyRow.Version(1, now);
          var policy =
              new PolicyRow(naming("ANPA" + name, name), now, null, 1, 1, List.of(version));
          Entities.POLICIES.add(change, policy);
          Texts.putVersion(change, policy, 1, text);
        });
  }

  /** A policy with one statement of one action. */
  public static String allow(String action, String resource) {
    return """
    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"%s"}}\
    """
        .formatted(action, resource);
  }

  /** A trust policy for one principal. */
  public static String trust(String principal) {
    return """
    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",\
    "Principal":{"AWS":"%s"}}}\
    """
        .formatted(principal);
  }

  private Naming naming(String id, String name) {
    return new Naming(id, name, "/", now);
  }

  private static Holdings holdings(@Nullable String policy) {
    return policy == null
        ? Holdings.NONE
        : new Holdings(List.of(), List.of(new Inline("p", policy.length())));
  }

  private void change(String account, Consumer<Change> body) {
    ledger.change(
        account,
        change -> {
          body.accept(change);
          return account;
        });
  }
}
