package dev.coffer.store.session;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.store.TestStore;
import dev.coffer.store.sse.KmsCallCount;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.CreateSession;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How sessions encrypt, and how often the key service is called for them. */
final class SessionsTest {
  private static final String BUCKET = "logs--use1-az4--x-s3";
  private static final String ARN =
      "arn:aws:s3express:us-east-1:" + OWNER.id() + ":bucket/" + BUCKET;

  private final TestStore test = TestStore.empty();
  private final String key = test.keys.create(CALLER);
  private final DirectorySessionTokens tokens =
      new DirectorySessionTokens(
          new WrappingKey(Secret.of(new byte[32])), Bytes.of(new byte[16]), Entropy.system());
  private final Sessions sessions =
      test.store.sessions(
          new DirectorySessions(tokens, new AccessKeyGenerator(Entropy.system()), test.clock));

  @BeforeEach
  void create() {
    test.store.buckets().createBucket(CALLER, TestStore.createDirectoryOp(BUCKET));
  }

  @AfterEach
  void close() {
    test.store.close();
    tokens.key().close();
  }

  private void byDefault(String algorithm, @Nullable String keyId) {
    var rule = new Rule(new ByDefault(algorithm, keyId), null, null);
    var configuration = Document.of(new ServerSideEncryptionConfiguration(List.of(rule)));
    test.store
        .encryption()
        .put(CALLER, new PutBucketEncryption(BUCKET, Integrity.NONE, null, configuration));
  }

  private CreateSession.Output begin(Call call, Sse sse) {
    ConditionKeys keys = ConditionKeys.NONE.with(Mode.KEY, "ReadWrite");
    var rights = new Rights(call.caller().subject(), OWNER.id(), List.of(), keys);
    return sessions.create(call, rights, new CreateSession(BUCKET, null, sse));
  }

  private CreateSession.Output begin() {
    return begin(CALLER, Sse.NONE);
  }

  private static Sse kms(@Nullable String keyId) {
    return new Sse("aws:kms", keyId, null, null);
  }

  /** A call in that session, as its token says. */
  private Call in(CreateSession.Output begun) {
    String id = begun.credentials().accessKeyId();
    DirectorySession session = tokens.open(id, begun.credentials().sessionToken()).orElseThrow();
    Caller caller = new Caller.Principal(OWNER, CALLER.caller().subject(), id);
    return new Call(
        caller, CALLER.keys(), "r", "", CALLER.grants(), new SignedBy.OfBucket(session));
  }

  private static Call from(Call call, String key, String value) {
    return new Call(
        call.caller(),
        call.keys().with(key, value),
        call.requestId(),
        call.operation(),
        call.grants(),
        call.signedBy());
  }

  private SseApplied put(Call call, String objectKey) {
    return put(call, objectKey, Sse.NONE);
  }

  private SseApplied put(Call call, String objectKey, Sse sse) {
    PutObject of =
        TestStore.putOp(
            objectKey, TestStore.bytes("text"), TestStore.NO_HEADERS, WriteConditions.NONE);
    var op =
        new PutObject(
            BUCKET,
            objectKey,
            of.headers(),
            sse,
            of.sseCustomer(),
            of.acl(),
            null,
            of.extras(),
            of.integrity(),
            of.conditions(),
            null,
            null,
            null,
            Body.of(TestStore.bytes("text")));
    try {
      return test.store.objects().putObject(call, op).sse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void get(Call call, String objectKey) {
    GetObject of = TestStore.getOp(objectKey, null, null);
    var op =
        new GetObject(
            BUCKET,
            objectKey,
            null,
            null,
            null,
            of.preconditions(),
            of.overrides(),
            null,
            of.sseCustomer(),
            null,
            null);
    assertThat(TestStore.read(test.store.objects().getObject(call, op)))
        .asString()
        .isEqualTo("text");
  }

  private KmsCallCount calls() {
    return test.store.sse().kmsCalls();
  }

  private void assertCalls(KmsCallCount before, long made, long opened) {
    assertThat(calls())
        .isEqualTo(new KmsCallCount(before.generateDataKey() + made, before.decrypt() + opened));
  }

  // ---- how it encrypts

  @Test
  void aSessionEncryptsAsItsBucketDoes() {
    CreateSession.Output plain = begin();
    assertThat(plain.algorithm()).isEqualTo("AES256");
    assertThat(plain.kmsKeyArn()).isNull();
    assertThat(plain.bucketKeyEnabled()).isNull();
    assertThat(plain.toString())
        .doesNotContain(plain.credentials().secretAccessKey(), plain.credentials().sessionToken());
    byDefault("aws:kms", key);
    CreateSession.Output sealed = begin();
    assertThat(sealed.algorithm()).isEqualTo("aws:kms");
    assertThat(sealed.kmsKeyArn()).isEqualTo(key);
    assertThat(sealed.bucketKeyEnabled()).isTrue();
    assertThat(put(in(sealed), "k")).isEqualTo(new SseApplied("aws:kms", key, true, null, null));
    assertThat(put(in(plain), "p")).isEqualTo(SseApplied.SSE_S3);
  }

  @Test
  void aSessionOfBeforeKeepsItsEncryptionWhenTheDefaultChanges() {
    byDefault("aws:kms", key);
    Call session = in(begin());
    byDefault("AES256", null);
    assertThat(put(session, "k").kmsKeyArn()).isEqualTo(key);
    assertThat(put(CALLER, "p")).isEqualTo(SseApplied.SSE_S3);
  }

  @Test
  void underSseKmsASessionMayBeSseS3OrSayTheKeyAgain() {
    byDefault("aws:kms", key);
    KmsCallCount before = calls();
    CreateSession.Output plain = begin(CALLER, new Sse("AES256", null, null, null));
    assertThat(plain.algorithm()).isEqualTo("AES256");
    assertThat(put(in(plain), "k")).isEqualTo(SseApplied.SSE_S3);
    assertCalls(before, 0, 0);
    String context =
        Base64.getEncoder()
            .encodeToString(("{\"aws:s3:arn\":\"" + ARN + "\"}").getBytes(StandardCharsets.UTF_8));
    for (Sse sse :
        List.of(
            kms(null),
            kms(key),
            kms(key.substring(key.indexOf('/') + 1)),
            new Sse("aws:kms", key, context, "true"))) {
      CreateSession.Output sealed = begin(CALLER, sse);
      assertThat(sealed.kmsKeyArn()).isEqualTo(key);
      assertThat(sealed.context()).isEqualTo(sse.context());
    }
  }

  @Test
  void nothingElseMayBeAskedFor() {
    byDefault("aws:kms", key);
    String other = test.keys.create(CALLER);
    test.keys.alias(CALLER, "alias/mine", key);
    String pair =
        Base64.getEncoder().encodeToString("{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8));
    KmsCallCount before = calls();
    for (Sse sse :
        List.of(
            kms(other),
            kms("alias/mine"),
            kms(""),
            kms(other.substring(other.indexOf('/') + 1)),
            new Sse("aws:kms:dsse", null, null, null),
            new Sse("aws:fsx", null, null, null),
            new Sse("", null, null, null),
            new Sse("AES256", key, null, null),
            new Sse("AES256", null, null, "true"),
            new Sse(null, key, null, null),
            new Sse(null, null, pair, null),
            new Sse("aws:kms", key, pair, null),
            new Sse("aws:kms", key, "?", null),
            new Sse("aws:kms", key, null, "false"),
            new Sse("aws:kms", key, null, "perhaps"))) {
      assertThat(refusal(() -> begin(CALLER, sse)).error())
          .as(sse.toString())
          .isEqualTo(S3Error.InvalidArgument);
    }
    byDefault("AES256", null);
    for (Sse sse : List.of(kms(null), kms(key), new Sse(null, null, null, "true"))) {
      assertThat(refusal(() -> begin(CALLER, sse)).error()).isEqualTo(S3Error.InvalidArgument);
    }
    assertCalls(before, 0, 0);
  }

  /** In the words in which a write is refused that asks for the same. */
  @Test
  void bucketKeysCannotBeDisabled() {
    byDefault("aws:kms", key);
    for (String flag : List.of("false", "False", "FALSE")) {
      for (Sse sse :
          List.of(
              new Sse("aws:kms", key, null, flag),
              new Sse("AES256", null, null, flag),
              new Sse(null, null, null, flag))) {
        S3Exception refused = refusal(() -> begin(CALLER, sse));
        assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
        assertThat(refused.text())
            .isEqualTo(
                "S3 Bucket Keys are always enabled in directory buckets and cannot be disabled");
        assertThat(refused.elements()).containsEntry("ArgumentValue", flag);
      }
    }
    assertThat(refusal(() -> begin(CALLER, new Sse(null, null, null, "perhaps"))).text())
        .endsWith("must be true or false");
    begin(CALLER, new Sse("aws:kms", key, null, "True"));
  }

  @Test
  void aWriteMayOnlyRepeatWhatItsSessionSays() {
    byDefault("aws:kms", key);
    Sse plain = new Sse("AES256", null, null, null);
    Call sealed = in(begin());
    Call open = in(begin(CALLER, plain));
    assertThat(put(sealed, "k", kms(key)).kmsKeyArn()).isEqualTo(key);
    assertThat(put(sealed, "k", kms(null)).kmsKeyArn()).isEqualTo(key);
    assertThat(put(open, "k", plain)).isEqualTo(SseApplied.SSE_S3);
    for (Sse other : List.of(kms(null), kms(key))) {
      assertThat(refusal(() -> put(open, "n", other)).error()).isEqualTo(S3Error.InvalidArgument);
    }
    String second = test.keys.create(CALLER);
    for (Sse other : List.of(plain, kms(second), new Sse("aws:kms", key, null, "false"))) {
      assertThat(refusal(() -> put(sealed, "n", other)).error()).isEqualTo(S3Error.InvalidArgument);
    }
    assertThat(refusal(() -> get(sealed, "n")).error()).isEqualTo(S3Error.NoSuchKey);
  }

  // ---- what it asks of the key service

  @Test
  void aSessionTakesTwoCallsAndItsObjectsNone() {
    byDefault("aws:kms", key);
    KmsCallCount before = calls();
    Call session = in(begin());
    assertCalls(before, 1, 1);
    for (int i = 0; i < 20; i++) {
      put(session, "k" + i);
      get(from(session, "aws:SourceIp", "203.0.113." + i), "k" + i);
      put(from(session, "aws:SourceIp", "203.0.113." + i), "again" + i);
    }
    assertCalls(before, 1, 1);
    Call next = in(begin());
    assertCalls(before, 2, 2);
    put(next, "k");
    get(next, "k");
    assertCalls(before, 2, 2);
    get(next, "k1"); // under the key of the former session
    assertCalls(before, 2, 3);
  }

  @Test
  void nobodyBeginsASessionWhoMayNotUseTheKey() {
    byDefault("aws:kms", key);
    for (String denied : List.of("kms:GenerateDataKey", "kms:Decrypt")) {
      test.keys.policy(CALLER, key, policyWithout(denied));
      assertThat(refusal(this::begin).error()).isEqualTo(S3Error.AccessDenied);
    }
    test.keys.policy(CALLER, key, policyWithout("kms:Sign"));
    Call session = in(begin());
    test.keys.policy(CALLER, key, policyWithout("kms:GenerateDataKey"));
    assertThat(refusal(() -> put(session, "k")).error()).isEqualTo(S3Error.AccessDenied);
  }

  private static String policyWithout(String action) {
    return """
    {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*",
       "Resource":"*"},
      {"Effect":"Deny","Principal":"*","Action":"%s","Resource":"*"}]}\
    """
        .formatted(OWNER.id(), action);
  }

  @Test
  void aKeyThatIsDisabledEndsWhatASessionDoesAtOnce() {
    byDefault("aws:kms", key);
    Call session = in(begin());
    put(session, "k");
    get(session, "k");
    test.keys.disable(CALLER, key);
    for (Runnable use :
        List.<Runnable>of(
            () -> put(session, "new"), () -> get(session, "k"), () -> begin(CALLER, Sse.NONE))) {
      assertThat(refusal(use::run).error()).isEqualTo(S3Error.KMS_DisabledException);
    }
    test.keys.enable(CALLER, key);
    KmsCallCount before = calls();
    put(session, "new");
    get(session, "new");
    assertCalls(before, 1, 1);
  }

  @Test
  void aSessionUnderAKeyIsBegunOverASecureConnectionAlone() {
    byDefault("aws:kms", key);
    Call plain = from(CALLER, "aws:SecureTransport", "false");
    assertThat(refusal(() -> begin(plain, Sse.NONE)).text())
        .contains("must be made over a secure connection");
    assertThat(begin(plain, new Sse("AES256", null, null, null)).algorithm()).isEqualTo("AES256");
  }
}
