package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.as;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.decrypt;
import static dev.coffer.kms.operation.TestKms.encrypt;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.GrantConstraints;
import dev.coffer.wire.kms.GrantListEntry;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.ListRetirableGrants;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.RetireGrant;
import dev.coffer.wire.kms.RevokeGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GrantingTest {
  private static final String BOB = TestKms.arn("bob");
  private static final String CAROL = TestKms.arn("carol");

  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();
  private final Call bob = as("bob");
  private final Call carol = as("carol");

  private static CreateGrant wanted(
      String keyId,
      @Nullable String name,
      @Nullable String retiring,
      @Nullable GrantConstraints constraints,
      GrantOperation... operations) {
    return new CreateGrant(
        keyId, BOB, retiring, List.of(operations), constraints, null, name, null, null, null);
  }

  private CreateGrant.Output grant(GrantOperation... operations) {
    return kms.ops.granting().create(asRoot(), wanted(key.keyId(), null, null, null, operations));
  }

  private String bobsAttempt(Map<String, String> context) {
    return refusal(() -> kms.ops.ciphering().encrypt(bob, encrypt(key.arn(), "text", context)));
  }

  private List<GrantListEntry> listed() {
    return kms.ops
        .granting()
        .list(asRoot(), new ListGrants(null, null, key.keyId(), null, null, null))
        .grants();
  }

  @Test
  void aGrantAllowsWhatItNamesAtOnceAndNoMore() {
    assertThat(bobsAttempt(Map.of())).startsWith("AccessDeniedException");
    grant(GrantOperation.Encrypt);
    assertThat(bobsAttempt(Map.of())).isEmpty();
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    assertThat(refusal(() -> kms.ops.ciphering().decrypt(bob, decrypt(sealed, null))))
        .startsWith("AccessDeniedException");
    assertThat(refusal(() -> kms.ops.life().describe(carol, new DescribeKey(key.arn(), null))))
        .startsWith("AccessDeniedException");
  }

  @Test
  void anExplicitDenyOverrulesAGrant() {
    grant(GrantOperation.Encrypt);
    Call denied = as("bob", "{\"Effect\":\"Deny\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}");
    assertThat(
            refusal(
                () -> kms.ops.ciphering().encrypt(denied, encrypt(key.arn(), "text", Map.of()))))
        .contains("with an explicit deny in an identity-based policy");
  }

  @Test
  void constraintsHoldTheContextAgainstThemselves() {
    kms.ops
        .granting()
        .create(
            asRoot(),
            wanted(
                key.keyId(),
                null,
                null,
                new GrantConstraints(Map.of("Dept", "IT"), null, null),
                GrantOperation.Encrypt,
                GrantOperation.DescribeKey));
    assertThat(bobsAttempt(Map.of())).startsWith("AccessDeniedException");
    assertThat(bobsAttempt(Map.of("Dept", "it"))).startsWith("AccessDeniedException");
    assertThat(bobsAttempt(Map.of("Dept", "IT", "more", "x"))).isEmpty();
    assertThat(bobsAttempt(Map.of("dept", "IT"))).as("names compare without case").isEmpty();
    assertThat(refusal(() -> kms.ops.life().describe(bob, new DescribeKey(key.arn(), null))))
        .as("an operation without a context")
        .isEmpty();
  }

  @Test
  void equalMeansNoMoreAndNoLess() {
    kms.ops
        .granting()
        .create(
            asRoot(),
            wanted(
                key.keyId(),
                null,
                null,
                new GrantConstraints(null, Map.of("Dept", "IT"), null),
                GrantOperation.Encrypt));
    assertThat(bobsAttempt(Map.of("Dept", "IT"))).isEmpty();
    assertThat(bobsAttempt(Map.of("Dept", "IT", "more", "x"))).startsWith("AccessDeniedException");
  }

  @Test
  void aSourceArnMustBeTheRequests() {
    String source = "arn:aws:s3:us-east-1:111122223333:bucket";
    kms.ops
        .granting()
        .create(
            asRoot(),
            wanted(
                key.keyId(),
                null,
                null,
                new GrantConstraints(null, null, source),
                GrantOperation.Encrypt));
    assertThat(bobsAttempt(Map.of())).startsWith("AccessDeniedException");
    var on = new Call(bob.caller(), bob.keys().with("aws:SourceArn", source), "r");
    assertThat(refusal(() -> kms.ops.ciphering().encrypt(on, encrypt(key.arn(), "text", Map.of()))))
        .isEmpty();
  }

  @Test
  void theSameNameAndParametersGiveTheSameGrantAndAnotherToken() {
    var op = wanted(key.keyId(), "nightly", null, null, GrantOperation.Encrypt);
    CreateGrant.Output one = kms.ops.granting().create(asRoot(), op);
    CreateGrant.Output two = kms.ops.granting().create(asRoot(), op);
    assertThat(two.grantId()).isEqualTo(one.grantId());
    assertThat(two.grantToken()).isNotEqualTo(one.grantToken());
    var more =
        wanted(key.keyId(), "nightly", null, null, GrantOperation.Encrypt, GrantOperation.Decrypt);
    assertThat(kms.ops.granting().create(asRoot(), more).grantId()).isNotEqualTo(one.grantId());
    assertThat(grant(GrantOperation.Encrypt).grantId())
        .as("without a name each is a new one")
        .isNotEqualTo(grant(GrantOperation.Encrypt).grantId());
    String elsewhere = kms.symmetric().keyId();
    var same = wanted(elsewhere, "nightly", null, null, GrantOperation.Encrypt);
    assertThat(kms.ops.granting().create(asRoot(), same).grantId()).isNotEqualTo(one.grantId());
  }

  @Test
  void aRevokedGrantAllowsNothingMore() {
    CreateGrant.Output made = grant(GrantOperation.Encrypt);
    kms.ops.granting().revoke(asRoot(), new RevokeGrant(key.keyId(), made.grantId(), null));
    assertThat(bobsAttempt(Map.of())).startsWith("AccessDeniedException");
    assertThat(listed()).isEmpty();
    assertThat(
            refusal(() ->
                kms.ops
                    .granting()
                    .revoke(asRoot(), new RevokeGrant(key.keyId(), made.grantId(), null))))
        .startsWith("InvalidGrantIdException");
    assertThat(kms.changed).contains(key.arn());
  }

  @Test
  void whoIsNamedMayRetireByTokenOrById() {
    CreateGrant.Output one =
        kms.ops
            .granting()
            .create(asRoot(), wanted(key.keyId(), null, CAROL, null, GrantOperation.Encrypt));
    assertThat(
            refusal(() ->
                kms.ops
                    .granting()
                    .retire(bob, new RetireGrant(one.grantToken(), null, null, null))))
        .startsWith("AccessDeniedException");
    kms.ops.granting().retire(carol, new RetireGrant(one.grantToken(), null, null, null));
    assertThat(listed()).isEmpty();
    CreateGrant.Output two = grant(GrantOperation.Encrypt, GrantOperation.RetireGrant);
    kms.ops.granting().retire(bob, new RetireGrant(null, key.arn(), two.grantId(), null));
    assertThat(listed()).isEmpty();
  }

  /** Else anybody could ask whom there is. */
  @Test
  void whomThereIsLearnsOnlyWhoMayMakeGrants() {
    var unknown = TestKms.grant(key.arn(), TestKms.arn("nobody"), GrantOperation.Encrypt);
    assertThat(refusal(() -> kms.ops.granting().create(bob, unknown)))
        .startsWith("AccessDeniedException");
    assertThat(refusal(() -> kms.ops.granting().create(asRoot(), unknown)))
        .startsWith("InvalidArnException");
  }

  @Test
  void theTrailTellsOfConstraintsAndWhichGrantIsRetired() {
    var constraints = new GrantConstraints(Map.of("Dept", "IT"), null, null);
    CreateGrant.Output made =
        kms.ops
            .granting()
            .create(asRoot(), wanted(key.keyId(), null, null, constraints, GrantOperation.Encrypt));
    assertThat(kms.trail.last().requestParameters())
        .containsEntry("constraints", Map.of("encryptionContextSubset", Map.of("Dept", "IT")));
    grant(GrantOperation.Encrypt);
    assertThat(kms.trail.last().requestParameters()).doesNotContainKey("constraints");
    assertThat(retired(new RetireGrant(made.grantToken(), null, null, null))).isEmpty();
    assertThat(kms.trail.last().additionalEventData()).containsEntry("grantId", made.grantId());
  }

  @Test
  void whatCannotBeRetiredIsRefused() {
    CreateGrant.Output made = grant(GrantOperation.Encrypt);
    assertThat(retired(new RetireGrant("nonsense", null, null, null)))
        .isEqualTo("InvalidGrantTokenException");
    assertThat(retired(new RetireGrant(made.grantToken() + "A", null, null, null)))
        .isEqualTo("InvalidGrantTokenException");
    assertThat(retired(new RetireGrant(made.grantToken(), key.arn(), null, null)))
        .startsWith("ValidationException");
    assertThat(retired(new RetireGrant(null, key.arn(), null, null)))
        .startsWith("ValidationException");
    assertThat(retired(new RetireGrant(null, key.arn(), "wrong", null)))
        .startsWith("InvalidGrantIdException");
    assertThat(retired(new RetireGrant(made.grantToken(), null, null, true)))
        .startsWith("DryRunOperationException");
    assertThat(listed()).hasSize(1);
  }

  private String retired(RetireGrant op) {
    return refusal(() -> kms.ops.granting().retire(asRoot(), op));
  }

  @Test
  void grantsAreListedByKeyGranteeAndRetiringPrincipalInPages() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(
          kms.ops
              .granting()
              .create(asRoot(), wanted(key.keyId(), null, CAROL, null, GrantOperation.Encrypt))
              .grantId());
    }
    var found = new ArrayList<String>();
    String marker = null;
    do {
      ListGrants.Output page =
          kms.ops
              .granting()
              .list(asRoot(), new ListGrants(3, marker, key.keyId(), null, null, null));
      page.grants().forEach(grant -> found.add(grant.grantId()));
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(
            kms.ops
                .granting()
                .list(asRoot(), new ListGrants(null, null, key.keyId(), null, CAROL, null))
                .grants())
        .isEmpty();
    var retirable = new ArrayList<GrantListEntry>();
    do {
      ListRetirableGrants.Output page =
          kms.ops.granting().retirable(asRoot(), new ListRetirableGrants(3, marker, CAROL, null));
      retirable.addAll(page.grants());
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(retirable)
        .hasSize(7)
        .allSatisfy(grant -> {
          assertThat(grant.keyId()).isEqualTo(key.arn());
          assertThat(grant.issuingAccount()).isEqualTo(TestKms.ROOT);
          assertThat(grant.operations()).containsExactly(GrantOperation.Encrypt);
        });
  }

  @Test
  void operationsAndConstraintsMustFitTheKey() {
    assertThat(created(wanted(key.keyId(), null, null, null, GrantOperation.Sign)))
        .startsWith("ValidationException");
    String mac = kms.hmac(KeySpec.HMAC_256).keyId();
    assertThat(created(wanted(mac, null, null, null, GrantOperation.Encrypt)))
        .startsWith("ValidationException");
    assertThat(
            created(
                wanted(
                    mac,
                    null,
                    null,
                    new GrantConstraints(Map.of("a", "b"), null, null),
                    GrantOperation.GenerateMac)))
        .startsWith("ValidationException");
    assertThat(created(wanted(key.keyId(), null, null, null))).startsWith("ValidationException");
    assertThat(created(TestKms.grant(key.keyId(), TestKms.arn("nobody"), GrantOperation.Encrypt)))
        .startsWith("InvalidArnException");
    assertThat(
            created(
                new CreateGrant(
                    key.keyId(),
                    BOB,
                    null,
                    List.of(GrantOperation.Encrypt),
                    null,
                    null,
                    null,
                    null,
                    "s3.amazonaws.com",
                    null)))
        .startsWith("UnsupportedOperationException");
    assertThat(created(wanted(TestKms.MISSING, null, null, null, GrantOperation.Encrypt)))
        .startsWith("NotFoundException");
  }

  private String created(CreateGrant op) {
    return refusal(() -> kms.ops.granting().create(asRoot(), op));
  }

  @Test
  void tokensAreTakenWhenGenuineAndGiveNothing() {
    CreateGrant.Output made = grant(GrantOperation.Encrypt);
    assertThat(withToken(bob, made.grantToken())).isEmpty();
    assertThat(withToken(carol, made.grantToken())).startsWith("AccessDeniedException");
    assertThat(withToken(bob, "forged")).isEqualTo("InvalidGrantTokenException");
  }

  private String withToken(Call call, String token) {
    var op = new Encrypt(key.arn(), TestKms.blob("text"), null, List.of(token), null, null);
    return refusal(() -> kms.ops.ciphering().encrypt(call, op));
  }

  @Test
  void aGrantReachesIntoAnotherAccount() {
    String theirs = "arn:aws:iam::" + TestKms.OTHER + ":user/dave";
    kms.ops.granting().create(asRoot(), TestKms.grant(key.keyId(), theirs, GrantOperation.Encrypt));
    Call dave = TestKms.asUserOf(TestKms.OTHER, "dave");
    assertThat(
            refusal(() -> kms.ops.ciphering().encrypt(dave, encrypt(key.arn(), "text", Map.of()))))
        .isEmpty();
  }

  @Test
  void theKeysPolicyDecidesWhoMayGrant() {
    kms.ops
        .policies()
        .put(
            asRoot(),
            new PutKeyPolicy(
                key.keyId(),
                null,
                TestKms.policy(
                    TestKms.allowTo(TestKms.ROOT, "kms:*")
                        + ",{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + CAROL
                        + "\"},\"Action\":\"kms:CreateGrant\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"ForAllValues:StringEquals\":{\"kms:GrantOperations\":[\"Encrypt\"]},"
                        + "\"StringEquals\":{\"kms:GranteePrincipal\":\""
                        + BOB
                        + "\"}}}"),
                null));
    assertThat(
            refusal(() ->
                kms.ops
                    .granting()
                    .create(carol, wanted(key.arn(), null, null, null, GrantOperation.Encrypt))))
        .isEmpty();
    assertThat(
            refusal(() ->
                kms.ops
                    .granting()
                    .create(carol, wanted(key.arn(), null, null, null, GrantOperation.Decrypt))))
        .startsWith("AccessDeniedException");
  }

  @Test
  void whoMayGrantByAGrantPassesOnNoMoreThanItGives() {
    var department = new GrantConstraints(Map.of("a", "b"), null, null);
    var operations =
        new GrantOperation[] {
          GrantOperation.CreateGrant, GrantOperation.Encrypt, GrantOperation.RetireGrant
        };
    kms.ops.granting().create(asRoot(), wanted(key.keyId(), null, null, department, operations));
    assertThat(bobGrants(null, GrantOperation.Encrypt))
        .as("without the constraint")
        .startsWith("AccessDeniedException");
    assertThat(
            bobGrants(new GrantConstraints(Map.of("a", "c"), null, null), GrantOperation.Encrypt))
        .as("with another constraint")
        .startsWith("AccessDeniedException");
    assertThat(bobGrants(department, GrantOperation.Decrypt))
        .as("with another operation")
        .startsWith("AccessDeniedException");
    assertThat(bobGrants(department, GrantOperation.Encrypt, GrantOperation.Decrypt))
        .as("with one more operation")
        .startsWith("AccessDeniedException");
    assertThat(bobGrants(department, GrantOperation.Encrypt)).isEmpty();
    assertThat(bobGrants(new GrantConstraints(null, Map.of("a", "b", "c", "d"), null), operations))
        .as("narrower, and the right to grant itself")
        .isEmpty();
  }

  @Test
  void aGrantOnBehalfOfAResourceIsPassedOnForThatResourceAlone() {
    String source = "arn:aws:s3:us-east-1:111122223333:bucket";
    var onBehalf = new GrantConstraints(null, null, source);
    kms.ops
        .granting()
        .create(
            asRoot(),
            wanted(
                key.keyId(),
                null,
                null,
                onBehalf,
                GrantOperation.CreateGrant,
                GrantOperation.Encrypt));
    Call on = new Call(bob.caller(), bob.keys().with("aws:SourceArn", source), "r");
    assertThat(grantsAs(on, null, GrantOperation.Encrypt)).startsWith("AccessDeniedException");
    assertThat(grantsAs(on, onBehalf, GrantOperation.Encrypt)).isEmpty();
  }

  private String bobGrants(@Nullable GrantConstraints constraints, GrantOperation... operations) {
    return grantsAs(bob, constraints, operations);
  }

  private String grantsAs(
      Call call, @Nullable GrantConstraints constraints, GrantOperation... operations) {
    var op = wanted(key.arn(), null, null, constraints, operations);
    return refusal(() -> kms.ops.granting().create(call, op));
  }
}
