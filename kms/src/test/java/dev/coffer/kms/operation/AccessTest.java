package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.allow;
import static dev.coffer.kms.operation.TestKms.allowTo;
import static dev.coffer.kms.operation.TestKms.as;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.encrypt;
import static dev.coffer.kms.operation.TestKms.newKey;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Quotas;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Page;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.ListKeys;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private final AtomicInteger scans = new AtomicInteger();
  private final TestKms kms = new TestKms(new Counting(new MemoryKv()), Quotas.off());
  private final KeyMetadata key = kms.symmetric();

  /** Counts walks through rows, each of as many pages as the store likes. */
  private final class Counting extends ForwardingKv {
    private Key last = Key.startOf(Bytes.utf8("nothing yet"));

    Counting(KvStore kv) {
      super(kv);
    }

    @Override
    public Page scan(Index index, Key fromInclusive, int limit) {
      boolean goesOn =
          last.group().equals(fromInclusive.group()) && last.compareTo(fromInclusive) < 0;
      scans.addAndGet(goesOn ? 0 : 1);
      last = fromInclusive;
      return super.scan(index, fromInclusive, limit);
    }
  }

  private String disabling(Call call) {
    return refusal(() -> kms.ops.life().disable(call, new DisableKey(key.arn())));
  }

  private String encrypting(Call call, Map<String, String> context) {
    return refusal(() -> kms.ops.ciphering().encrypt(call, encrypt(key.arn(), "text", context)));
  }

  private void setPolicy(String statements) {
    String own = allowTo(TestKms.ROOT, "kms:PutKeyPolicy");
    kms.ops
        .policies()
        .put(
            asRoot(),
            new PutKeyPolicy(key.keyId(), null, TestKms.policy(own + "," + statements), null));
  }

  @Test
  void thePolicyOfTheAccountLetsIdentityPoliciesDecide() {
    assertThat(disabling(as("bob")))
        .isEqualTo(
            "AccessDeniedException: User: arn:aws:iam::111122223333:user/bob is not authorized to"
                + " perform: kms:DisableKey on resource: "
                + key.arn()
                + " because no identity-based policy allows the kms:DisableKey action");
    assertThat(disabling(as("bob", allow("kms:DisableKey", "*")))).isEmpty();
  }

  @Test
  void anIdentityPolicyAloneNeverSuffices() {
    setPolicy(allowTo(TestKms.arn("carol"), "kms:DisableKey"));
    assertThat(disabling(as("bob", allow("kms:*", "*"))))
        .isEqualTo(
            "AccessDeniedException: User: arn:aws:iam::111122223333:user/bob is not authorized to"
                + " perform: kms:DisableKey on resource: "
                + key.arn()
                + " because no resource-based policy allows the kms:DisableKey action");
    assertThat(disabling(asRoot())).as("not even the root's").startsWith("AccessDenied");
    assertThat(disabling(as("carol"))).isEmpty();
  }

  @Test
  void whatConcernsNoKeyNeedsAnIdentityPolicy() {
    assertThat(refusal(() -> kms.ops.life().list(as("bob"), new ListKeys(null, null, null))))
        .isEqualTo(
            "AccessDeniedException: User: arn:aws:iam::111122223333:user/bob is not authorized to"
                + " perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys"
                + " action");
    Call maker = as("bob", allow("kms:CreateKey", "*"));
    assertThat(refusal(() -> kms.ops.newKeys().create(maker, newKey(null, null, null)))).isEmpty();
    var tagged =
        new CreateKey(
            null, null, null, null, null, null, null, null, List.of(new Tag("a", "b")), null, null);
    assertThat(refusal(() -> kms.ops.newKeys().create(maker, tagged)))
        .contains("perform: kms:TagResource because no identity-based policy");
    String forbidden = allow("kms:ListKeys", "*").replace("Allow", "Deny");
    assertThat(
            refusal(
                () -> kms.ops.life().list(as("bob", forbidden), new ListKeys(null, null, null))))
        .endsWith("kms:ListKeys on resource: * with an explicit deny in an identity-based policy");
  }

  @Test
  void aliasesNeedBothSides() {
    String alias = "arn:aws:kms:us-east-1:111122223333:alias/new";
    var op = new CreateAlias("alias/new", key.keyId());
    Call keyOnly = as("bob", allow("kms:CreateAlias", key.arn()));
    assertThat(refusal(() -> kms.ops.aliases().create(keyOnly, op)))
        .contains("on resource: " + alias);
    Call aliasOnly = as("bob", allow("kms:CreateAlias", alias));
    assertThat(refusal(() -> kms.ops.aliases().create(aliasOnly, op)))
        .contains("on resource: " + key.arn());
    Call both = as("bob", allow("kms:CreateAlias", alias), allow("kms:CreateAlias", key.arn()));
    assertThat(refusal(() -> kms.ops.aliases().create(both, op))).isEmpty();
  }

  private static String conditional(String operator, String conditionKey, String value) {
    return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":\"kms:*\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"%s\":\"%s\"}}}"
        .formatted(TestKms.arn("bob"), operator, conditionKey, value);
  }

  @Test
  void theEncryptionContextIsACondition() {
    setPolicy(conditional("StringEquals", "kms:EncryptionContext:dept", "IT"));
    assertThat(encrypting(as("bob"), Map.of("dept", "IT"))).isEmpty();
    assertThat(encrypting(as("bob"), Map.of("dept", "HR"))).startsWith("AccessDenied");
    assertThat(encrypting(as("bob"), Map.of())).startsWith("AccessDenied");
    setPolicy(conditional("ForAnyValue:StringEquals", "kms:EncryptionContextKeys", "dept"));
    assertThat(encrypting(as("bob"), Map.of("dept", "HR", "x", "y"))).isEmpty();
    assertThat(encrypting(as("bob"), Map.of("x", "y"))).startsWith("AccessDenied");
  }

  /** Condition keys are compared without case, pairs with it: neither of two may hide the other. */
  @Test
  void aPairDoesNotHideBehindAnotherWrittenOtherwise() {
    setPolicy(conditional("StringEquals", "kms:EncryptionContext:dept", "IT"));
    for (List<String> names : List.of(List.of("dept", "DEPT"), List.of("DEPT", "dept"))) {
      Map<String, String> pairs = new LinkedHashMap<>();
      pairs.put(names.getFirst(), "HR");
      pairs.put(names.getLast(), "IT");
      assertThat(encrypting(as("bob"), pairs)).startsWith("AccessDenied");
      pairs.put(names.getFirst(), "IT");
      assertThat(encrypting(as("bob"), pairs)).isEmpty();
      pairs.put(names.getLast(), "HR");
      assertThat(encrypting(as("bob"), pairs)).startsWith("AccessDenied");
    }
  }

  @Test
  void theKeysKindIsACondition() {
    for (String[] known :
        List.of(
            new String[] {"kms:KeySpec", "SYMMETRIC_DEFAULT", "HMAC_256"},
            new String[] {"kms:KeyUsage", "ENCRYPT_DECRYPT", "SIGN_VERIFY"},
            new String[] {"kms:CustomerMasterKeySpec", "SYMMETRIC_DEFAULT", "HMAC_256"},
            new String[] {"kms:CustomerMasterKeyUsage", "ENCRYPT_DECRYPT", "SIGN_VERIFY"},
            new String[] {"kms:KeyOrigin", "AWS_KMS", "EXTERNAL"},
            new String[] {"kms:CallerAccount", TestKms.ACCOUNT, TestKms.OTHER},
            new String[] {"kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1"})) {
      setPolicy(conditional("StringEquals", known[0], known[1]));
      assertThat(encrypting(as("bob"), Map.of())).as(known[0]).isEmpty();
      setPolicy(conditional("StringEquals", known[0], known[2]));
      assertThat(encrypting(as("bob"), Map.of())).as(known[0]).startsWith("AccessDenied");
    }
  }

  @Test
  void aKeyOfSeveralRegionsIsThePrimaryOne() {
    var several = new CreateKey(null, null, null, null, null, null, null, null, null, true, null);
    CreateKey.Output made = kms.ops.newKeys().create(asRoot(), several);
    String deny =
        "{\"Effect\":\"Deny\",\"Action\":\"kms:*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"kms:MultiRegionKeyType\":\"PRIMARY\"}}}";
    Call bob = as("bob", allow("kms:*", "*"), deny);
    assertThat(
            refusal(() ->
                kms.ops
                    .ciphering()
                    .encrypt(bob, encrypt(made.keyMetadata().arn(), "text", Map.of()))))
        .contains("explicit deny");
    assertThat(encrypting(bob, Map.of())).isEmpty();
    assertThat(refusal(() -> kms.ops.newKeys().create(bob, several))).contains("explicit deny");
    assertThat(made(bob, null, null)).isEmpty();
  }

  @Test
  void aKeyIsMadeUnderTheOldNamesOfItsKindToo() {
    Call bob =
        as(
            "bob",
            allow("kms:CreateKey", "*"),
            "{\"Effect\":\"Deny\",\"Action\":\"kms:CreateKey\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"kms:CustomerMasterKeyUsage\":\"SIGN_VERIFY\"}}}",
            "{\"Effect\":\"Deny\",\"Action\":\"kms:CreateKey\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"kms:CustomerMasterKeySpec\":\"HMAC_256\"}}}");
    assertThat(made(bob, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY)).contains("explicit deny");
    assertThat(made(bob, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC)).contains("explicit deny");
    assertThat(made(bob, null, null)).isEmpty();
  }

  private String made(Call call, @Nullable KeySpec spec, @Nullable KeyUsage usage) {
    return refusal(() -> kms.ops.newKeys().create(call, newKey(spec, usage, null)));
  }

  @Test
  void aliasesAreConditions() {
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/app", key.keyId()));
    setPolicy(conditional("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/app"));
    assertThat(encrypting(as("bob"), Map.of())).isEmpty();
    setPolicy(conditional("StringEquals", "kms:RequestAlias", "alias/app"));
    assertThat(encrypting(as("bob"), Map.of())).startsWith("AccessDenied");
    assertThat(
            refusal(() ->
                kms.ops.ciphering().encrypt(as("bob"), encrypt("alias/app", "text", Map.of()))))
        .isEmpty();
  }

  /** Each look is a scan of the store, which most calls of S3 would pay for without a use. */
  @Test
  void aliasesAndGrantsAreLookedForWhereTheyDecide() {
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/app", key.keyId()));
    assertThat(scans(asRoot(), ALLOWED)).as("the policy allows it").isZero();
    int grants = scans(as("bob"), "AccessDenied");
    assertThat(grants).as("no policy does, so a grant might").isPositive();
    setPolicy(allowTo(TestKms.arn("bob"), "kms:Encrypt"));
    assertThat(scans(as("bob"), ALLOWED)).isZero();
    setPolicy(allowTo(TestKms.arn("bob"), "kms:Encrypt").replace("Allow", "Deny"));
    assertThat(scans(as("bob"), "AccessDenied")).as("no grant would help").isZero();
    setPolicy(conditional("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/app"));
    int aliases = scans(as("bob"), ALLOWED);
    assertThat(aliases).as("the aliases, once for both readings").isEqualTo(oneReading());
    setPolicy(conditional("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/other"));
    assertThat(scans(as("bob"), "AccessDenied")).isEqualTo(aliases + grants);
  }

  private static final String ALLOWED = "";

  /** Two pairs that differ by case alone are read in two ways. */
  private int scans(Call call, String answer) {
    return scans(call, Map.of("dept", "IT", "DEPT", "IT"), answer);
  }

  private int oneReading() {
    int scanned = scans(as("bob"), Map.of("dept", "IT"), ALLOWED);
    assertThat(scanned).isPositive();
    return scanned;
  }

  private int scans(Call call, Map<String, String> context, String answer) {
    int before = scans.get();
    String refusal = encrypting(call, context);
    assertThat(refusal).startsWith(answer);
    assertThat(refusal.isEmpty()).isEqualTo(answer.isEmpty());
    return scans.get() - before;
  }

  /** The first reading is only not allowed, which a grant mends; what the second denies stays. */
  @Test
  void aGrantDoesNotHelpWhereAnotherReadingIsDenied() {
    kms.ops
        .granting()
        .create(asRoot(), TestKms.grant(key.keyId(), TestKms.arn("bob"), GrantOperation.Encrypt));
    String deny =
        conditional("StringEquals", "kms:EncryptionContext:dept", "HR").replace("Allow", "Deny");
    setPolicy(deny);
    assertThat(encrypting(as("bob"), Map.of("dept", "IT"))).isEmpty();
    for (List<String> names : List.of(List.of("dept", "DEPT"), List.of("DEPT", "dept"))) {
      Map<String, String> pairs = new LinkedHashMap<>();
      pairs.put(names.getFirst(), "IT");
      pairs.put(names.getLast(), "HR");
      assertThat(encrypting(as("bob"), pairs))
          .startsWith("AccessDenied")
          .endsWith("with an explicit deny in a resource-based policy");
      assertThat(encrypting(as("carol"), pairs)).startsWith("AccessDenied");
    }
  }

  @Test
  void tagsAreConditions() {
    kms.ops.tagging().tag(asRoot(), new TagResource(key.keyId(), List.of(new Tag("team", "blue"))));
    setPolicy(conditional("StringEquals", "aws:ResourceTag/team", "blue"));
    assertThat(encrypting(as("bob"), Map.of())).isEmpty();
    setPolicy(conditional("StringEquals", "aws:ResourceTag/team", "red"));
    assertThat(encrypting(as("bob"), Map.of())).startsWith("AccessDenied");
    setPolicy(conditional("StringEquals", "aws:RequestTag/team", "green"));
    var green = new TagResource(key.arn(), List.of(new Tag("team", "green")));
    assertThat(refusal(() -> kms.ops.tagging().tag(as("bob"), green))).isEmpty();
    var red = new TagResource(key.arn(), List.of(new Tag("team", "red")));
    assertThat(refusal(() -> kms.ops.tagging().tag(as("bob"), red))).startsWith("AccessDenied");
  }

  @Test
  void theWindowIsACondition() {
    setPolicy(
        conditional(
            "NumericGreaterThanEquals", "kms:ScheduleKeyDeletionPendingWindowInDays", "20"));
    assertThat(
            refusal(
                () -> kms.ops.life().schedule(as("bob"), new ScheduleKeyDeletion(key.arn(), 10))))
        .startsWith("AccessDenied");
    assertThat(
            refusal(
                () -> kms.ops.life().schedule(as("bob"), new ScheduleKeyDeletion(key.arn(), null))))
        .isEmpty();
  }

  @Test
  void anotherAccountNeedsBothPolicies() {
    String theirs = "arn:aws:iam::" + TestKms.OTHER + ":root";
    setPolicy(allowTo(theirs, "kms:GenerateDataKey*"));
    var op = new GenerateDataKey(key.arn(), null, 32, null, null, null, null);
    Call without = TestKms.asUserOf(TestKms.OTHER, "dave");
    assertThat(refusal(() -> kms.ops.dataKeys().generate(without, op)))
        .startsWith("AccessDeniedException")
        .contains("on this resource because the resource does not exist");
    Call with = TestKms.asUserOf(TestKms.OTHER, "dave", allow("kms:GenerateDataKey", "*"));
    assertThat(refusal(() -> kms.ops.dataKeys().generate(with, op))).isEmpty();
    assertThat(refusal(() -> kms.ops.life().disable(with, new DisableKey(key.arn()))))
        .as("what no other account may do, whatever the policy")
        .startsWith("AccessDeniedException");
  }

  @Test
  void aKeyMadeWithItsOwnPolicyMustLetItsMakerChangeIt() {
    Call maker = as("bob", allow("kms:CreateKey", "*"));
    String others = TestKms.policy(allowTo(TestKms.arn("carol"), "kms:*"));
    assertThat(refusal(() -> kms.ops.newKeys().create(maker, newKey(others))))
        .startsWith("MalformedPolicyDocumentException: The new key policy will not allow you");
    var bypassing =
        new CreateKey(others, null, null, null, null, null, null, true, null, null, null);
    assertThat(refusal(() -> kms.ops.newKeys().create(maker, bypassing))).isEmpty();
    String own = TestKms.policy(allowTo(TestKms.arn("bob"), "kms:*"));
    assertThat(refusal(() -> kms.ops.newKeys().create(maker, newKey(own)))).isEmpty();
  }

  @Test
  void aChangedPolicyHoldsAtTheNextCall() {
    setPolicy(allowTo(TestKms.arn("bob"), "kms:Encrypt"));
    assertThat(encrypting(as("bob"), Map.of())).isEmpty();
    setPolicy(allowTo(TestKms.arn("carol"), "kms:Encrypt"));
    assertThat(encrypting(as("bob"), Map.of())).startsWith("AccessDenied");
    assertThat(kms.changed).hasSize(2);
  }

  @Test
  void theKeyForS3IsMadeWhenItIsLookedAtAndNobodyChangesIt() {
    KeyMetadata s3 = kms.describe("alias/aws/s3");
    assertThat(s3.description())
        .isEqualTo("Default key that protects my S3 objects when no other key is defined");
    assertThat(s3.keyManager()).isEqualTo(dev.coffer.wire.kms.KeyManager.AWS);
    assertThat(kms.describe("alias/aws/s3").keyId()).isEqualTo(s3.keyId());
    assertThat(refusal(() -> kms.ops.life().disable(asRoot(), new DisableKey(s3.keyId()))))
        .endsWith("because no resource-based policy allows the kms:DisableKey action");
    assertThat(
            refusal(
                () -> kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(s3.keyId(), null))))
        .endsWith("because no resource-based policy allows the kms:ScheduleKeyDeletion action");
    assertThat(
            refusal(
                () -> kms.ops.ciphering().encrypt(asRoot(), encrypt(s3.keyId(), "a", Map.of()))))
        .as("not without S3")
        .startsWith("AccessDenied");
    assertThat(refusal(() -> kms.ops.life().describe(asRoot(), new DescribeKey(s3.arn(), null))))
        .isEmpty();
  }
}
