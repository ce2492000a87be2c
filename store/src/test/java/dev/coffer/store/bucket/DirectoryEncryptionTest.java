package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.key.KeyService;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: spec/encryption.md §5.3, what it says of the default encryption of directory buckets. */
final class DirectoryEncryptionTest {
  private static final String NAME = "first--use1-az4--x-s3";
  private static final Rule INITIAL = new Rule(new ByDefault("AES256", null), true, null);

  private final TestStore test = TestStore.empty();
  private String key = "";

  @BeforeEach
  void open() {
    var configuration =
        new CreateBucketConfiguration(
            null,
            new CreateBucketConfiguration.Location("AvailabilityZone", "use1-az4"),
            new CreateBucketConfiguration.Bucket("SingleAvailabilityZone", "Directory"));
    test.store
        .buckets()
        .createBucket(
            CALLER, new CreateBucket(NAME, AclGrants.NONE, null, Document.of(configuration)));
    key = test.keys.create(CALLER);
  }

  private static Rule rule(String algorithm, @Nullable String keyId, @Nullable Boolean bucketKey) {
    return new Rule(new ByDefault(algorithm, keyId), bucketKey, null);
  }

  private void put(Call call, Rule... rules) {
    var configuration = new ServerSideEncryptionConfiguration(List.of(rules));
    test.store
        .encryption()
        .put(call, new PutBucketEncryption(NAME, Integrity.NONE, null, Document.of(configuration)));
  }

  private void put(String algorithm, @Nullable String keyId) {
    put(CALLER, rule(algorithm, keyId, null));
  }

  private Rule get() {
    return test.store
        .encryption()
        .get(CALLER, new GetBucketEncryption(NAME, null))
        .configuration()
        .read()
        .rules()
        .getFirst();
  }

  private void delete() {
    test.store.encryption().delete(CALLER, new DeleteBucketEncryption(NAME, null));
  }

  private @Nullable String lifelongKey() {
    return ((BucketKind.Directory) test.store.buckets().require(NAME).kind()).lifelongKey();
  }

  private S3Exception refused(Call call, Rule... rules) {
    Bucket before = test.store.buckets().require(NAME);
    S3Exception refusal = refusal(() -> put(call, rules));
    assertThat(test.store.buckets().require(NAME)).isEqualTo(before);
    return refusal;
  }

  private S3Exception refused(String algorithm, @Nullable String keyId) {
    return refused(CALLER, rule(algorithm, keyId, null));
  }

  private static String id(String keyArn) {
    return keyArn.substring(keyArn.indexOf('/') + 1);
  }

  private static Call user(String... statements) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    var document = PolicyDocument.parse(policy, PolicyDocument.Kind.IDENTITY);
    var subject =
        new Subject(
            Subject.Kind.USER,
            OWNER.id(),
            "arn:aws:iam::" + OWNER.id() + ":user/u",
            "AIDAEXAMPLE",
            null,
            List.of(new NamedPolicy("user/u inline p", document)),
            null,
            null,
            Map.of());
    return TestStore.by(new Caller.Principal(OWNER, subject, "AKIAUSER"));
  }

  private static String allow(String action, String more) {
    return "{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"*\"" + more + "}";
  }

  @Test
  void untouchedItIsSseS3AndBlocksNothing() {
    assertThat(get()).isEqualTo(INITIAL);
    assertThat(lifelongKey()).isNull();
  }

  @Test
  void bucketKeysAreOnWhateverIsSaid() {
    for (Boolean flag : new Boolean[] {null, true, false}) {
      put(CALLER, rule("AES256", null, flag));
      assertThat(get()).isEqualTo(INITIAL);
      put(CALLER, rule("aws:kms", key, flag));
      assertThat(get()).isEqualTo(rule("aws:kms", key, true));
    }
  }

  @Test
  void aKeyIsNamedByIdOrArnAndEchoedAsItWasPut() {
    for (String name : List.of(id(key), key)) {
      put("aws:kms", name);
      assertThat(get()).isEqualTo(rule("aws:kms", name, true));
      assertThat(lifelongKey()).isEqualTo(key);
    }
    assertThat(test.restart().store.buckets().require(NAME))
        .isEqualTo(test.store.buckets().require(NAME));
  }

  @Test
  void theKeyIsUsedOnceEachWay() {
    put("aws:kms", key);
    assertThat(test.store.sse().kmsCalls().generateDataKey()).isEqualTo(1);
    assertThat(test.store.sse().kmsCalls().decrypt()).isEqualTo(1);
    put("AES256", null);
    delete();
    assertThat(get()).isEqualTo(INITIAL);
    assertThat(test.store.sse().kmsCalls().generateDataKey()).isEqualTo(1);
  }

  @Test
  void oneKeyForTheBucketsLife() {
    String other = test.keys.create(CALLER);
    put("aws:kms", key);
    assertThat(refused("aws:kms", other).error()).isEqualTo(S3Error.InvalidArgument);
    put("AES256", null);
    assertThat(refused("aws:kms", id(other)).error()).isEqualTo(S3Error.InvalidArgument);
    delete();
    assertThat(get()).isEqualTo(INITIAL);
    assertThat(lifelongKey()).isEqualTo(key);
    assertThat(refused("aws:kms", other).error()).isEqualTo(S3Error.InvalidArgument);
    put("aws:kms", id(key));
    assertThat(get()).isEqualTo(rule("aws:kms", id(key), true));
  }

  @Test
  void oneOfTwoKeysWinsARace() throws Exception {
    String other = test.keys.create(CALLER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = threads.submit(() -> won(key));
      Future<Boolean> second = threads.submit(() -> won(other));
      assertThat(first.get()).isNotEqualTo(second.get());
      assertThat(lifelongKey()).isEqualTo(first.get() ? key : other);
      assertThat(get()).isEqualTo(rule("aws:kms", lifelongKey(), true));
    }
  }

  private boolean won(String keyArn) {
    try {
      put("aws:kms", keyArn);
      return true;
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.InvalidArgument);
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias/mine",
        "alias/aws/s3",
        "aws/s3",
        "arn:aws:kms:us-east-1:111122223333:alias/mine"
      })
  void anAliasIsNoName(String name) {
    test.keys.alias(CALLER, "alias/mine", key);
    S3Exception refusal = refused("aws:kms", name);
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.elements()).containsEntry("ArgumentValue", name);
    assertThat(test.store.sse().kmsCalls().generateDataKey()).isZero();
  }

  @Test
  void theServicesOwnKeyIsNoneByItsArnEither() {
    KeyService service = test.keys.operations.service();
    String own;
    try (var made =
        service.generateDataKey(
            CALLER, "s3.us-east-1.amazonaws.com", KeyService.DEFAULT_S3_KEY, Map.of())) {
      own = made.keyArn();
    }
    assertThat(service.awsManaged(own)).isTrue();
    assertThat(service.awsManaged(key)).isFalse();
    assertThat(refused("aws:kms", own).error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused("aws:kms", id(own)).error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void aKeyMustBeNamed() {
    assertThat(refused("aws:kms", null).error()).isEqualTo(S3Error.InvalidArgument);
    S3Exception refusal = refused("AES256", key);
    assertThat(refusal.text()).startsWith("a KMSMasterKeyID is not applicable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes256", "SSE-KMS", "", "aws:fsx", "aws:backup", "SSE-C"})
  void algorithmOutsideTheChoiceIsMalformed(String algorithm) {
    assertThat(refused(algorithm, null).error()).isEqualTo(S3Error.MalformedXML);
  }

  @Test
  void thereIsNoDsse() {
    assertThat(refused("aws:kms:dsse", key).error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused("aws:kms:dsse", null).error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void nothingIsBlocked() {
    for (String type : List.of("SSE-C", "NONE")) {
      var blocked = new BlockedEncryptionTypes(List.of(type));
      Rule rule = new Rule(new ByDefault("AES256", null), null, blocked);
      assertThat(refused(CALLER, rule).error()).isEqualTo(S3Error.InvalidArgument);
      assertThat(refused(CALLER, new Rule(null, null, blocked)).error())
          .isEqualTo(S3Error.InvalidArgument);
    }
  }

  @Test
  void thereIsOneRule() {
    assertThat(refused(CALLER).error()).isEqualTo(S3Error.MalformedXML);
    Rule rule = rule("AES256", null, null);
    assertThat(refused(CALLER, rule, rule).error()).isEqualTo(S3Error.MalformedXML);
  }

  @Test
  void aRuleThatSaysNothingKeepsTheDefault() {
    put("aws:kms", key);
    put(CALLER, new Rule(null, false, null));
    assertThat(get()).isEqualTo(rule("aws:kms", key, true));
  }

  // ---- the key, in the key service's words (§2.8)

  private void assertRefusedWith(String keyId, S3Error error, String text) {
    S3Exception refusal = refused("aws:kms", keyId);
    assertThat(refusal.error()).isEqualTo(error);
    assertThat(refusal.text()).isEqualTo(text);
    assertThat(lifelongKey()).isNull();
  }

  @Test
  void aKeyThatIsNot() {
    assertRefusedWith("fake-key-id", S3Error.KMS_NotFoundException, "Invalid keyId 'fake-key-id'");
    String id = "134f2428-cec1-4b25-a1ae-9048164dba47";
    String arn = "arn:aws:kms:us-east-1:111122223333:key/" + id;
    String text = "Key '" + arn + "' does not exist";
    assertRefusedWith(id, S3Error.KMS_NotFoundException, text);
    assertRefusedWith(arn, S3Error.KMS_NotFoundException, text);
    assertRefusedWith(
        arn.replace("us-east-1", "us-west-2"),
        S3Error.KMS_NotFoundException,
        "Invalid arn us-west-2");
  }

  @Test
  void aKeyThatIsNotReady() {
    test.keys.disable(CALLER, key);
    assertRefusedWith(key, S3Error.KMS_DisabledException, key + " is disabled.");
    test.keys.enable(CALLER, key);
    test.keys.scheduleDeletion(CALLER, key);
    assertRefusedWith(key, S3Error.KMS_KMSInvalidStateException, key + " is pending deletion.");
    test.keys.cancelDeletion(CALLER, key);
    test.keys.enable(CALLER, key);
    put("aws:kms", key);
    assertThat(lifelongKey()).isEqualTo(key);
  }

  @Test
  void aKeyOfAnotherKind() {
    var op =
        new CreateKey(
            null,
            null,
            KeyUsage.GENERATE_VERIFY_MAC,
            null,
            KeySpec.HMAC_256,
            null,
            null,
            null,
            null,
            null,
            null);
    String mac = test.keys.operations.newKeys().create(CALLER, op).keyMetadata().arn();
    S3Exception refusal = refused("aws:kms", mac);
    assertThat(refusal.error()).isEqualTo(S3Error.KMS_InvalidKeyUsageException);
  }

  @Test
  void aKeyOfAnotherAccount() {
    String foreign = test.keys.create(STRANGER);
    assertThat(refused("aws:kms", foreign).error()).isEqualTo(S3Error.AccessDenied);
    test.keys.policy(
        STRANGER,
        foreign,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":["
            + "\"111122223333\",\"444455556666\"]},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}");
    assertThat(refused("aws:kms", id(foreign)).error()).isEqualTo(S3Error.KMS_NotFoundException);
    put("aws:kms", foreign);
    assertThat(lifelongKey()).isEqualTo(foreign);
  }

  @Test
  void bothRightsToTheKeyAreNeeded() {
    String generate = allow("kms:GenerateDataKey", "");
    String decrypt = allow("kms:Decrypt", "");
    for (Call call : List.of(user(generate), user(decrypt), user(allow("s3express:*", "")))) {
      assertThat(refused(call, rule("aws:kms", key, null)).error()).isEqualTo(S3Error.AccessDenied);
    }
    put(user(generate, decrypt), rule("aws:kms", key, null));
    assertThat(lifelongKey()).isEqualTo(key);
  }

  /** Policies see the service and the bucket that the key is used for. */
  @Test
  void theKeyIsUsedForTheBucketAsDirectoryBucketsAreNamed() {
    String arn = "arn:aws:s3express:us-east-1:111122223333:bucket/" + NAME;
    for (boolean right : List.of(false, true)) {
      String condition =
          ",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\"s3.us-east-1.amazonaws.com\","
              + "\"kms:EncryptionContext:aws:s3:arn\":\""
              + (right ? arn : "arn:aws:s3:::" + NAME)
              + "\"}}";
      Call call = user(allow("kms:*", condition));
      if (right) {
        put(call, rule("aws:kms", key, null));
        assertThat(lifelongKey()).isEqualTo(key);
      } else {
        assertThat(refused(call, rule("aws:kms", key, null)).error())
            .isEqualTo(S3Error.AccessDenied);
      }
    }
  }
}
