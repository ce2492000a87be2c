package dev.coffer.iam.auth;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.storage.kv.KvStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An installation with an account whose users and roles are what a test says. */
final class World implements Subjects {
  static final String ACCOUNT = Installation.ACCOUNT.id();

  final Accounts accounts;
  final AccessKeys keys;
  final SessionTokens tokens = tokens("here");
  final Map<String, Subject> users = new HashMap<>();
  final Map<String, Subject> roles = new HashMap<>();
  final Map<String, NamedPolicy> policies = new HashMap<>();
  Instant now;

  World(Instant now) {
    this.now = now;
    KvStore store = Installation.store();
    this.accounts = new Accounts(store, Installation.SYSTEM);
    this.keys = new AccessKeys(store, Installation.SYSTEM, Installation.seal(1, "here"));
    accounts.add(Installation.ACCOUNT);
    keys.put(Installation.KEY);
  }

  static Credentials credentials(Instant now) {
    return new World(now).credentials();
  }

  static SessionTokens tokens(String installation) {
    byte[] id =
        installation.repeat(16).substring(0, 16).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new SessionTokens(
        new WrappingKey(Secret.of(new byte[32])), Bytes.of(id), Installation.entropy(3));
  }

  Credentials credentials() {
    InstantSource clock = () -> now;
    return new Credentials(keys, accounts, tokens, this, clock);
  }

  static Subject user(String name, String id) {
    return subject(Subject.Kind.USER, "arn:aws:iam::" + ACCOUNT + ":user/" + name, id, null);
  }

  static Subject role(String name, String id) {
    String arn = "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + name + "/s";
    return subject(
        Subject.Kind.ASSUMED_ROLE, arn, id + ":s", "arn:aws:iam::" + ACCOUNT + ":role/" + name);
  }

  static NamedPolicy policy(String name) {
    String text =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"*\"}]}";
    return new NamedPolicy(name, PolicyDocument.parse(text, PolicyDocument.Kind.IDENTITY));
  }

  private static Subject subject(
      Subject.Kind kind, String arn, String id, @org.jspecify.annotations.Nullable String role) {
    return new Subject(kind, ACCOUNT, arn, id, role, List.of(), null, null, Map.of());
  }

  @Override
  public Optional<Subject> ofKey(AccessKey key) {
    return key.principalArn().endsWith(":root")
        ? Optional.of(Subject.rootOf(key.account().id()))
        : Optional.ofNullable(users.get(key.principalArn()));
  }

  @Override
  public Optional<Subject> ofUser(String accountId, String userId) {
    return users.values().stream().filter(user -> user.userId().equals(userId)).findFirst();
  }

  @Override
  public Optional<Subject> ofRole(String accountId, String roleId, String sessionName) {
    return Optional.ofNullable(roles.get(roleId));
  }

  @Override
  public Optional<NamedPolicy> managedPolicy(String accountId, String arn) {
    return Optional.ofNullable(policies.get(arn));
  }
}
