package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.encrypt;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.GrantConstraints;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What limits a grant beside an explicit deny.
 *
 * <p>Amazon documents no rule of its own for grants, boundaries and session policies. It documents
 * that those restrict what else is given (KMS Developer Guide, "Troubleshooting key access") and
 * how they restrict the other instrument that stands at the resource and names a principal, its
 * policy (IAM User Guide, "Permissions boundaries", "Session policies"): in the account of the
 * resource, one that names a user or a session itself is not limited by what those do not allow;
 * one that names a role is; from another account both sides must allow. So it is with grants here.
 */
final class GrantLimitsTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/worker";
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/worker/night";
  private static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  private static final NamedPolicy READING = policy("s3:GetObject");
  private static final NamedPolicy ENCRYPTING = policy("kms:Encrypt");

  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();

  private static NamedPolicy policy(String action) {
    String text = TestKms.policy(TestKms.allow(action, "*"));
    return new NamedPolicy(action, PolicyDocument.parse(text, PolicyDocument.Kind.IDENTITY));
  }

  private void grant(String grantee, @Nullable GrantConstraints constraints) {
    List<GrantOperation> operations = List.of(GrantOperation.Encrypt);
    var wanted =
        new CreateGrant(
            key.keyId(), grantee, null, operations, constraints, null, null, null, null, null);
    kms.ops.granting().create(asRoot(), wanted);
  }

  private static Call night(@Nullable NamedPolicy boundary, @Nullable List<NamedPolicy> session) {
    return call(
        new Subject(
            Subject.Kind.ASSUMED_ROLE,
            TestKms.ACCOUNT,
            SESSION,
            "AROAWORKER:night",
            ROLE,
            List.of(),
            boundary,
            session,
            Map.of()));
  }

  private static Call user(
      String account, @Nullable NamedPolicy boundary, @Nullable List<NamedPolicy> session) {
    String arn = "arn:aws:iam::" + account + ":user/alice";
    return call(
        new Subject(
            Subject.Kind.USER,
            account,
            arn,
            "AIDAALICE",
            null,
            List.of(),
            boundary,
            session,
            Map.of()));
  }

  private static Call call(Subject subject) {
    var account = new Account(subject.accountId(), "ab".repeat(32));
    return TestKms.call(new Caller.Principal(account, subject, "AKIATEST"));
  }

  private boolean encrypts(Call caller, Map<String, String> context) {
    String refused =
        refusal(() -> kms.ops.ciphering().encrypt(caller, encrypt(key.arn(), "text", context)));
    assertThat(refused).matches("(AccessDeniedException: .*)?");
    return refused.isEmpty();
  }

  private boolean encrypts(Call caller) {
    return encrypts(caller, Map.of());
  }

  @Test
  void whatARoleIsGrantedItsBoundaryAndTheSessionsPoliciesLimit() {
    grant(ROLE, null);
    assertThat(encrypts(night(null, null))).isTrue();
    assertThat(encrypts(night(READING, null))).isFalse();
    assertThat(encrypts(night(null, List.of(READING)))).isFalse();
    assertThat(encrypts(night(null, List.of()))).isFalse();
    assertThat(encrypts(night(ENCRYPTING, List.of(READING)))).isFalse();
    assertThat(encrypts(night(ENCRYPTING, List.of(READING, ENCRYPTING)))).isTrue();
  }

  @Test
  void aRefusalNamesTheLimit() {
    grant(ROLE, null);
    assertThat(
            refusal(() ->
                kms.ops
                    .ciphering()
                    .encrypt(night(null, List.of(READING)), encrypt(key.arn(), "text", Map.of()))))
        .isEqualTo(
            "AccessDeniedException: User: %s is not authorized to perform: kms:Encrypt on"
                    .formatted(SESSION)
                + " resource: "
                + key.arn()
                + " because no session policy allows the kms:Encrypt action");
  }

  @Test
  void whatTheSessionItselfIsGrantedIsNotLimited() {
    grant(SESSION, null);
    assertThat(encrypts(night(READING, List.of(READING)))).isTrue();
  }

  @Test
  void whatAUserIsGrantedTheBoundaryDoesNotLimitInTheKeysAccount() {
    grant(ALICE, null);
    assertThat(encrypts(user(TestKms.ACCOUNT, READING, null))).isTrue();
    assertThat(encrypts(user(TestKms.ACCOUNT, null, List.of(READING))))
        .as("a session that was made for the user, with policies")
        .isFalse();
  }

  @Test
  void fromAnotherAccountTheLimitsAlwaysCount() {
    grant(ALICE.replace(TestKms.ACCOUNT, TestKms.OTHER), null);
    assertThat(encrypts(user(TestKms.OTHER, null, null))).isTrue();
    assertThat(encrypts(user(TestKms.OTHER, READING, null))).isFalse();
    assertThat(encrypts(user(TestKms.OTHER, ENCRYPTING, null))).isTrue();
  }

  /** Pairs in an order of their own, which must not matter. */
  private static Map<String, String> pairs(String... pairs) {
    var context = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      context.put(pairs[i], pairs[i + 1]);
    }
    return context;
  }

  /**
   * Names in a constraint compare without case (KMS API Reference, GrantConstraints); each pair of
   * a context counts all the same.
   */
  @Test
  void pairsWhoseNamesDifferOnlyByCaseAreTwoPairs() {
    grant(ALICE, new GrantConstraints(null, Map.of("dept", "IT"), null));
    Call alice = user(TestKms.ACCOUNT, null, null);
    assertThat(encrypts(alice, pairs("dept", "IT"))).isTrue();
    assertThat(encrypts(alice, pairs("DEPT", "IT"))).isTrue();
    assertThat(encrypts(alice, pairs("Dept", "HR", "dept", "IT"))).isFalse();
    assertThat(encrypts(alice, pairs("dept", "IT", "Dept", "HR"))).isFalse();
    assertThat(encrypts(alice, pairs("dept", "IT", "Dept", "IT"))).isFalse();
  }

  @Test
  void aSubsetOfTwoSuchPairsWantsBoth() {
    grant(ALICE, new GrantConstraints(pairs("Dept", "HR", "dept", "IT"), null, null));
    Call alice = user(TestKms.ACCOUNT, null, null);
    assertThat(encrypts(alice, pairs("dept", "IT"))).isFalse();
    assertThat(encrypts(alice, pairs("dept", "HR"))).isFalse();
    assertThat(encrypts(alice, pairs("dept", "IT", "Dept", "HR", "more", "x"))).isTrue();
    assertThat(encrypts(alice, pairs("Dept", "IT", "dept", "HR"))).isTrue();
  }
}
