package dev.coffer.store.sse;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.NO_HEADERS;
import static dev.coffer.store.TestStore.STRANGER;
import static dev.coffer.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: every type of encryption through the operations of objects. */
final class SseTest {
  private static final SseCustomer CUSTOMER = new SseCustomer("AES256", "a2V5", "bWQ1");
  private static final String KEY = "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=";
  private static final String MD5 = "JMwgiexXqwuPqIPjYFmIZQ==";
  private static final SseCustomer K1 = new SseCustomer("AES256", KEY, MD5);
  private static final SseCustomer K2 =
      new SseCustomer(
          "AES256", "YWJjZGVmMTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTA=", "KoitZ78ZSAQHz4+gxDpJqQ==");

  private static TestStore with(Profile profile) {
    TestStore test = TestStore.over(new MemoryKv(), new BucketSettings("us-east-1", profile));
    test.createBucket(BUCKET);
    return test;
  }

  private static PutObject op(Sse sse, SseCustomer customer) {
    return new PutObject(
        BUCKET,
        "key",
        NO_HEADERS,
        sse,
        customer,
        Acl.NONE,
        null,
        Extras.NONE,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        null,
        null,
        Body.of(bytes("x")));
  }

  private static S3Exception refused(TestStore test, Call caller, Sse sse, SseCustomer customer) {
    S3Exception refusal = refusal(() -> test.store.objects().putObject(caller, op(sse, customer)));
    assertThat(refusal(() -> test.text("key")).error()).isEqualTo(S3Error.NoSuchKey);
    return refusal;
  }

  private static Sse sse(
      @Nullable String algorithm, @Nullable String keyId, @Nullable String context) {
    return new Sse(algorithm, keyId, context, null);
  }

  @Test
  void customersKeyBesideAnotherMethodIsIncompatible() {
    S3Exception refusal =
        refused(with(Profile.YEAR_2026), CALLER, sse("AES256", null, null), CUSTOMER);
    assertThat(refusal.text())
        .isEqualTo(
            "Server Side Encryption with Customer provided key is incompatible with the"
                + " encryption method specified");
    assertThat(refusal.elements()).containsEntry("ArgumentValue", "AES256");
  }

  @Test
  void blockedCustomersKeyIsDeniedBeforeItIsLookedAt() {
    TestStore test = with(Profile.YEAR_2026);
    var onlyKey = new SseCustomer(null, "no base64!", null);
    S3Exception refusal = refused(test, CALLER, Sse.NONE, onlyKey);
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text())
        .isEqualTo(
            "User: arn:aws:iam::111122223333:root is not authorized to perform: s3:PutObject on"
                + " resource: \"arn:aws:s3:::first-bucket/key\" because this bucket has blocked"
                + " upload requests that specify Server Side Encryption with Customer provided"
                + " keys (SSE-C). Please specify a different server-side encryption type");
    assertThat(refused(test, STRANGER, Sse.NONE, CUSTOMER).text()).isEqualTo("Access Denied");
    assertThat(refused(test, TestStore.by(new Caller.Anonymous()), Sse.NONE, CUSTOMER).text())
        .isEqualTo("Access Denied");
  }

  private static Sse kms(@Nullable String keyId, @Nullable String bucketKey) {
    return new Sse("aws:kms", keyId, null, bucketKey);
  }

  private static void setDefault(TestStore test, String algorithm, @Nullable String keyId) {
    var rule = new Rule(new ByDefault(algorithm, keyId), null, null);
    test.store
        .encryption()
        .put(
            CALLER,
            new PutBucketEncryption(
                BUCKET,
                Integrity.NONE,
                null,
                Document.of(new ServerSideEncryptionConfiguration(List.of(rule)))));
  }

  private static String keyArn(PutObject.Output output) {
    return String.valueOf(output.sse().kmsKeyArn());
  }

  @Test
  void everyTypeIsReadBackAndShownAsItWasWritten() {
    TestStore test = with(Profile.YEAR_2023);
    String key = test.keys.create(CALLER);
    String id = key.substring(key.indexOf('/') + 1);
    test.keys.alias(CALLER, "alias/mine", key);
    String aliasArn = key.substring(0, key.indexOf("key/")) + "alias/mine";
    for (String named : new String[] {key, id, "alias/mine", aliasArn}) {
      assertThat(test.put(op(kms(named, null), SseCustomer.NONE)).sse())
          .isEqualTo(new SseApplied("aws:kms", key, null, null, null));
      assertThat(test.text("key")).isEqualTo("x");
    }
    SseApplied bucketKey = new SseApplied("aws:kms", key, true, null, null);
    assertThat(test.put(op(kms(key, "true"), SseCustomer.NONE)).sse()).isEqualTo(bucketKey);
    assertThat(test.text("key")).isEqualTo("x");
    assertThat(test.head("key", null).view().sse()).isEqualTo(bucketKey);
    var dsse = new Sse("aws:kms:dsse", key, null, null);
    SseApplied twice = new SseApplied("aws:kms:dsse", key, null, null, null);
    assertThat(test.put(op(dsse, SseCustomer.NONE)).sse()).isEqualTo(twice);
    assertThat(test.text("key")).isEqualTo("x");
    assertThat(test.head("key", null).view().sse()).isEqualTo(twice);
  }

  @Test
  void aCustomersKeyOpensWhatItSealedAndNothingElseDoes() {
    TestStore test = with(Profile.YEAR_2023);
    SseApplied applied = new SseApplied(null, null, null, "AES256", MD5);
    assertThat(test.put(op(Sse.NONE, K1)).sse()).isEqualTo(applied);
    GetObject.Output got = test.get(get(K1));
    assertThat(got.view().sse()).isEqualTo(applied);
    assertThat(TestStore.read(got)).isEqualTo(bytes("x"));
    assertThat(test.get(get(new SseCustomer("AES256", KEY, null))).view().sse()).isEqualTo(applied);
    assertThat(refusal(() -> test.text("key")).text())
        .isEqualTo(
            "The object was stored using a form of Server Side Encryption. The correct parameters"
                + " must be provided to retrieve the object.");
    for (SseCustomer wrong : new SseCustomer[] {K2, new SseCustomer("AES256", "c2hvcnQ=", null)}) {
      S3Exception refused = refusal(() -> test.get(get(wrong)));
      assertThat(refused.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refused.text())
          .isEqualTo(
              "Requests specifying Server Side Encryption with Customer provided keys must provide"
                  + " the correct secret key.");
    }
    test.put(op(Sse.NONE, SseCustomer.NONE));
    assertThat(refusal(() -> test.get(get(K1))).text())
        .isEqualTo("The encryption parameters are not applicable to this object.");
  }

  @Test
  void theRequestsOwnMethodWithoutAKeyIsTheAccountsKeyForS3AndNotTheBuckets() {
    TestStore test = with(Profile.YEAR_2026);
    String key = test.keys.create(CALLER);
    setDefault(test, "aws:kms", key);
    assertThat(keyArn(test.put(op(Sse.NONE, SseCustomer.NONE)))).isEqualTo(key);
    String managed = keyArn(test.put(op(kms(null, null), SseCustomer.NONE)));
    assertThat(managed).isNotEqualTo(key).startsWith("arn:aws:kms:us-east-1:111122223333:key/");
    setDefault(test, "aws:kms:dsse", null);
    assertThat(keyArn(test.put(op(Sse.NONE, SseCustomer.NONE)))).isEqualTo(managed);
    assertThat(test.text("key")).isEqualTo("x");
  }

  @Test
  void aDisabledKeyStopsTheNextRequestWithALiveBucketKeyToo() {
    TestStore test = with(Profile.YEAR_2026);
    String key = test.keys.create(CALLER);
    for (String bucketKey : new String[] {"false", "true"}) {
      test.put(op(kms(key, bucketKey), SseCustomer.NONE));
      assertThat(test.text("key")).isEqualTo("x");
      test.keys.disable(CALLER, key);
      for (S3Exception refused :
          new S3Exception[] {
            refusal(() -> test.text("key")),
            refusal(() -> test.put(op(kms(key, bucketKey), SseCustomer.NONE)))
          }) {
        assertThat(refused.error().code()).isEqualTo("KMS.DisabledException");
        assertThat(refused.text()).isEqualTo(key + " is disabled.");
      }
      assertThat(test.head("key", null).view().sse().kmsKeyArn()).isEqualTo(key);
      test.keys.enable(CALLER, key);
      assertThat(test.text("key")).isEqualTo("x");
    }
  }

  @Test
  void aBucketKeySavesCallsAndEverythingElseTakesOneEach() {
    TestStore test = with(Profile.YEAR_2026);
    String key = test.keys.create(CALLER);
    for (int i = 0; i < 10_000; i++) {
      test.put(op(kms(key, "true"), SseCustomer.NONE));
      test.text("key");
    }
    assertThat(test.store.sse().kmsCalls()).isEqualTo(new KmsCallCount(1, 1));
    for (int i = 0; i < 10; i++) {
      test.put(op(kms(key, null), SseCustomer.NONE));
      test.text("key");
      test.head("key", null);
    }
    assertThat(test.store.sse().kmsCalls()).isEqualTo(new KmsCallCount(11, 11));
  }

  @Test
  void anAliasThatNamesAnotherKeyIsFollowedAtOnce() {
    TestStore test = with(Profile.YEAR_2026);
    String first = test.keys.create(CALLER);
    String second = test.keys.create(CALLER);
    test.keys.alias(CALLER, "alias/a", first);
    assertThat(keyArn(test.put(op(kms("alias/a", "true"), SseCustomer.NONE)))).isEqualTo(first);
    test.keys.retarget(CALLER, "alias/a", second);
    assertThat(keyArn(test.put(op(kms("alias/a", "true"), SseCustomer.NONE)))).isEqualTo(second);
  }

  @Test
  void aPolicyThatTakesTheKeyAwayBindsTheNextRequestWithALiveBucketKeyToo() {
    TestStore test = with(Profile.YEAR_2026);
    String key = test.keys.create(CALLER);
    test.put(op(kms(key, "true"), SseCustomer.NONE));
    assertThat(test.text("key")).isEqualTo("x");
    test.keys.policy(
        CALLER,
        key,
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
         "Action":["kms:PutKeyPolicy","kms:GetKeyPolicy","kms:DescribeKey"],"Resource":"*"}]}\
        """
            .formatted(CALLER.caller().subject().arn()));
    for (S3Exception refused :
        new S3Exception[] {
          refusal(() -> test.text("key")),
          refusal(() -> test.put(op(kms(key, "true"), SseCustomer.NONE)))
        }) {
      assertThat(refused.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refused.text()).contains("is not authorized to perform: kms:");
    }
  }

  @Test
  void theKeyServiceSeesTheObjectOrForABucketKeyTheBucketAndTheClientsPairs() {
    TestStore test = with(Profile.YEAR_2026);
    String key = test.keys.create(CALLER);
    String pairs = "eyJhIjoiYiJ9"; // {"a":"b"}
    PutObject.Output put = test.put(op(new Sse("aws:kms", key, pairs, null), SseCustomer.NONE));
    assertThat(put.sseContext()).isEqualTo(pairs);
    assertThat(lastContext(test))
        .isEqualTo(Map.of("a", "b", "aws:s3:arn", "arn:aws:s3:::first-bucket/key"));
    test.text("key");
    assertThat(lastContext(test))
        .isEqualTo(Map.of("a", "b", "aws:s3:arn", "arn:aws:s3:::first-bucket/key"));
    test.put(op(new Sse("aws:kms", key, pairs, "true"), SseCustomer.NONE));
    assertThat(lastContext(test)).isEqualTo(Map.of("aws:s3:arn", "arn:aws:s3:::first-bucket"));
    test.put(op(new Sse("aws:kms:dsse", key, null, null), SseCustomer.NONE));
    assertThat(lastContext(test)).isEqualTo(Map.of("aws:s3:arn", "arn:aws:s3:::first-bucket/key"));
    String other = "eyJhd3M6czM6YXJuIjoieCJ9"; // {"aws:s3:arn":"x"}
    assertThat(
            refusal(() -> test.put(op(new Sse("aws:kms", key, other, null), SseCustomer.NONE)))
                .error())
        .isEqualTo(S3Error.InvalidArgument);
  }

  private static Object lastContext(TestStore test) {
    return Objects.requireNonNull(
        test.keys.events().getLast().requestParameters().get("encryptionContext"));
  }

  @Test
  void nobodyInParticularUsesAKeyOfTheKeyServiceAndNobodyDoesWithoutTls() {
    TestStore test = with(Profile.YEAR_2023);
    test.put(op(kms(null, null), SseCustomer.NONE));
    Call anybody = TestStore.by(new Caller.Anonymous());
    S3Exception unsigned =
        refusal(() -> test.store.objects().getObject(anybody, get(SseCustomer.NONE)));
    assertThat(unsigned.text())
        .isEqualTo(
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS"
                + " Signature Version 4.");
    assertThat(unsigned.elements())
        .isEqualTo(Map.of("ArgumentName", "Authorization", "ArgumentValue", "null"));
    var plain =
        new Call(
            CALLER.caller(),
            CALLER.keys().with("aws:SecureTransport", "false"),
            "1",
            "",
            CALLER.grants(),
            CALLER.signedBy());
    assertThat(refusal(() -> test.store.objects().getObject(plain, get(SseCustomer.NONE))).text())
        .isEqualTo(
            "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over"
                + " a secure connection.");
    assertThat(refusal(() -> test.store.objects().putObject(plain, op(Sse.NONE, K1))).text())
        .isEqualTo(
            "Requests specifying Server Side Encryption with Customer provided keys must be made"
                + " over a secure connection.");
  }

  private static GetObject get(SseCustomer customer) {
    return new GetObject(
        BUCKET,
        "key",
        null,
        null,
        null,
        Preconditions.NONE,
        TestStore.NO_OVERRIDES,
        null,
        customer,
        null,
        null);
  }
}
