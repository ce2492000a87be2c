package dev.coffer.iam.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.wire.iam.CreateGroup;
import dev.coffer.wire.iam.CreatePolicy;
import dev.coffer.wire.iam.CreateRole;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.rpc.RpcException;
import java.time.Instant;
import java.time.InstantSource;

/** An installation with one account, its IAM, and callers. */
final class House {
  static final Account ACCOUNT = Installation.ACCOUNT;
  static final String A = ACCOUNT.id();
  static final Instant NOW = Instant.parse("2026-11-24T10:20:30.5Z");
  static final String POLICY = policy("s3:GetObject");
  static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
          + A
          + "\"},\"Action\":\"sts:AssumeRole\"}]}";
  static final String READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

  final KvStore store;
  final Iam iam;
  final Identities identities;
  final AccessKeys keys;
  final Call root = call(Caller.Principal.rootOf(ACCOUNT, "AKIAROOT"));

  House() {
    this(Installation.store());
  }

  House(KvStore store) {
    this.store = store;
    SecretSeal seal = Installation.seal(1, "here");
    new Accounts(store, Installation.SYSTEM).add(ACCOUNT);
    this.iam = Iam.on(store, Installation.SYSTEM, seal, InstantSource.fixed(NOW));
    this.identities = new Identities(store, Installation.SYSTEM, seal.entropy());
    this.keys = new AccessKeys(store, Installation.SYSTEM, seal);
  }

  static Call call(Caller caller) {
    return new Call(caller, ConditionKeys.NONE, "request");
  }

  /** The user as they are now, with every policy they have. */
  Call as(String userId) {
    Subject subject = identities.userSubject(A, userId).orElseThrow();
    return call(new Caller.Principal(ACCOUNT, subject, "AKIAUSER"));
  }

  static String policy(String action) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\"}]}";
  }

  /** Its id. */
  String user(String name) {
    var user = iam.users().create(root, new CreateUser(null, name, null, null)).user();
    assertThat(user).isNotNull();
    return user.userId();
  }

  /** A user with one inline policy. */
  Call userWith(String name, String document) {
    String id = user(name);
    iam.inlinePolicies().put(root, new PutUserPolicy(name, "may", document));
    return as(id);
  }

  String group(String name) {
    return iam.groups().create(root, new CreateGroup(null, name)).group().groupId();
  }

  String role(String name) {
    return iam.roles()
        .create(root, new CreateRole(null, name, TRUST, null, null, null, null))
        .role()
        .roleId();
  }

  /** Its ARN. */
  String policyNamed(String name) {
    var policy =
        iam.policies().create(root, new CreatePolicy(name, null, POLICY, null, null)).policy();
    assertThat(policy).isNotNull();
    return String.valueOf(policy.arn());
  }

  static void refused(IamError error, String text, Runnable action) {
    RpcException refusal = catchThrowableOfType(RpcException.class, action::run);
    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal.code()).isEqualTo(error.name());
    assertThat(refusal.status()).isEqualTo(error.status());
    assertThat(refusal.getMessage()).isEqualTo(text);
  }
}
