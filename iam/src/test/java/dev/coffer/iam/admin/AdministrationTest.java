package dev.coffer.iam.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.World;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.admin.CreateAccount;
import dev.coffer.wire.admin.DeleteAccount;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.admin.ListAccounts;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts come and go, and nobody but the management account's principals has a say in it. */
final class AdministrationTest {
  private static final String M = Accounts.MANAGEMENT;
  private static final Account MANAGEMENT = new Account(M, "ef".repeat(32));

  private final World world = new World(Instant.parse("2026-11-24T12:00:00Z"));
  private final Set<String> withBuckets = new HashSet<>();
  private final List<Consumer<String>> whenAsked = new ArrayList<>();
  private final AccountOperations operations =
      new AccountOperations(
          world.accounts, world.keys, world.identities, List.of(this::anyBucket), world.entropy);
  private final Explanation explanation =
      new Explanation(world.accounts, world.identities, List.of());

  private boolean anyBucket(String id) {
    List.copyOf(whenAsked).forEach(action -> action.accept(id));
    return withBuckets.contains(id);
  }

  @BeforeEach
  void aManagementAccount() {
    world.accounts.add(MANAGEMENT, "management", null);
    world.keys.put(AccessKey.ofRoot("AKIDMANAGEMENT", World.SECRET, MANAGEMENT));
    world.addUser(M, "admin", World.allow("coffer:*", "*"));
    world.addUser(M, "clerk", World.allow("coffer:ListAccounts", "*"));
  }

  private Call call(String accessKeyId) {
    var credential = world.credentials().require(accessKeyId, null);
    return new Call(credential.caller(), credential.keys(), "request");
  }

  private CreateAccount.Output create(String name) {
    return operations.createAccount(call("AKIDMANAGEMENT"), new CreateAccount(name));
  }

  private void delete(String id) {
    operations.deleteAccount(call("AKIDMANAGEMENT"), new DeleteAccount(id));
  }

  private static RpcException refusal(ThrowingCallable action) {
    return Objects.requireNonNull(
        catchThrowableOfType(RpcException.class, action), "nothing was refused");
  }

  @Test
  void aNewAccountHasARootWithAKey() {
    CreateAccount.Output made = create("tests");
    assertThat(made.account()).matches("[0-9]{12}").isNotEqualTo(M);
    assertThat(made.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(made.secretAccessKey()).matches("[A-Za-z0-9+/]{40}");
    assertThat(made.toString()).doesNotContain(made.secretAccessKey());
    var credential = world.credentials().require(made.accessKeyId(), null);
    assertThat(credential.caller().arn()).isEqualTo("arn:aws:iam::" + made.account() + ":root");
    assertThat(credential.secret().reveal()).isEqualTo(made.secretAccessKey());
    assertThat(credential.caller().account().canonicalId()).matches("[0-9a-f]{64}");
  }

  @Test
  void noTwoAccountsAreAlike() {
    var ids = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      ids.add(create("same name").account());
    }
    assertThat(ids).hasSize(100).doesNotContain(M);
  }

  @Test
  void accountsAreListedByIdAndPaged() {
    for (int i = 0; i < 5; i++) {
      create("n" + i);
    }
    var listed = new ArrayList<ListAccounts.Entry>();
    String token = null;
    do {
      var page = operations.listAccounts(call("AKIDclerk"), new ListAccounts(token, 3));
      assertThat(page.accounts()).hasSizeLessThanOrEqualTo(3);
      listed.addAll(page.accounts());
      token = page.nextToken();
    } while (token != null);
    assertThat(listed).hasSize(8).extracting(ListAccounts.Entry::account).isSorted();
    assertThat(listed.getFirst()).isEqualTo(new ListAccounts.Entry(M, "management"));
    assertThat(listed).extracting(ListAccounts.Entry::name).contains("n0", "n4");
    assertThat(operations.listAccounts(call("AKIDclerk"), new ListAccounts(null, null)).accounts())
        .isEqualTo(listed);
    assertThat(
            refusal(() -> operations.listAccounts(call("AKIDclerk"), new ListAccounts("x", null)))
                .code())
        .isEqualTo("ValidationException");
  }

  @Test
  void aDeletedAccountsKeysStopAtOnceAndItsIdIsNeverGivenAgain() {
    CreateAccount.Output made = create("tests");
    delete(made.account());
    assertThat(
            catchThrowableOfType(
                S3Exception.class, () -> world.credentials().require(made.accessKeyId(), null)))
        .hasMessageContaining("does not exist in our records");
    assertThat(world.accounts.add(new Account(made.account(), "ab".repeat(32)))).isFalse();
    assertThat(operations.listAccounts(call("AKIDadmin"), new ListAccounts(null, null)).accounts())
        .extracting(ListAccounts.Entry::account)
        .doesNotContain(made.account());
    assertThat(refusal(() -> delete(made.account())).code()).isEqualTo("NoSuchAccount");
  }

  @Test
  void anAccountWithBucketsOrIdentitiesStays() {
    CreateAccount.Output made = create("tests");
    withBuckets.add(made.account());
    assertThat(refusal(() -> delete(made.account())).code()).isEqualTo("AccountNotEmpty");
    withBuckets.clear();
    world.addUser(made.account(), "carol", null);
    assertThat(refusal(() -> delete(made.account())).code()).isEqualTo("AccountNotEmpty");
    assertThat(call(made.accessKeyId())).isNotNull();
    world.removeUser(made.account(), "carol");
    delete(made.account());
  }

  @Test
  void whatIsMadeInTheLastMomentKeepsTheAccountOpen() {
    CreateAccount.Output made = create("tests");
    whenAsked.add(id -> {
      if (world.accounts.find(id).isEmpty()) {
        withBuckets.add(id);
      }
    });
    assertThat(refusal(() -> delete(made.account())).code()).isEqualTo("AccountNotEmpty");
    assertThat(call(made.accessKeyId())).isNotNull();
  }

  @Test
  void anAccountStaysOpenWhenItCannotBeLookedAt() {
    CreateAccount.Output made = create("tests");
    whenAsked.add(id -> {
      if (world.accounts.find(id).isEmpty()) {
        throw new IllegalStateException("not now");
      }
    });
    assertThat(catchThrowableOfType(IllegalStateException.class, () -> delete(made.account())))
        .isNotNull();
    assertThat(call(made.accessKeyId())).isNotNull();
  }

  @Test
  void theManagementAccountAndUnknownOnesAreNotDeleted() {
    assertThat(refusal(() -> delete(M)).code()).isEqualTo("ValidationException");
    assertThat(refusal(() -> delete("999999999999")).code()).isEqualTo("NoSuchAccount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AKIDEXAMPLE", "AKIDclerk", "AKIDforeign"})
  void nobodyElseAdministers(String key) {
    world.addUser(World.ACCOUNT, "foreign", World.allow("*", "*"));
    Call call = call(key);
    for (RpcException refusal :
        List.of(
            refusal(() -> operations.createAccount(call, new CreateAccount("x"))),
            refusal(() -> operations.deleteAccount(call, new DeleteAccount(World.ACCOUNT))),
            refusal(() -> explanation.explainAccess(call, explain(M, "s3:GetObject", "*"))))) {
      assertThat(refusal.code()).isEqualTo("AccessDenied");
      assertThat(refusal.text())
          .matches(
              key.equals("AKIDclerk")
                  ? "User: arn:aws:iam::000000000000:user/clerk is not authorized to perform:"
                      + " coffer:\\w+ because no identity-based policy allows the coffer:\\w+ action"
                  : "Access Denied");
    }
    assertThat(world.accounts.find(World.ACCOUNT)).contains(Installation.ACCOUNT);
  }

  @Test
  void anAnonymousCallerIsRefused() {
    var call = new Call(new Caller.Anonymous(), ConditionKeys.NONE, "r");
    assertThat(refusal(() -> operations.listAccounts(call, new ListAccounts(null, null))).code())
        .isEqualTo("AccessDenied");
  }

  @Test
  void aPrincipalWithTheRightPolicyAdministers() {
    assertThat(operations.createAccount(call("AKIDadmin"), new CreateAccount("x"))).isNotNull();
  }

  private static ExplainAccess explain(String principal, String action, String resource) {
    return new ExplainAccess(principal, action, resource, null);
  }
}
