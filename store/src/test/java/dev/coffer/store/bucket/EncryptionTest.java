package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: spec/encryption.md §1, rule by rule, in both profiles. */
final class EncryptionTest {
  private static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

  private static TestStore with(Profile profile) {
    TestStore test = TestStore.over(new MemoryKv(), new BucketSettings("us-east-1", profile));
    test.createBucket(BUCKET);
    return test;
  }

  private static Rule rule(
      @Nullable String algorithm,
      @Nullable String keyId,
      @Nullable Boolean bucketKey,
      @Nullable List<String> blocked) {
    return new Rule(
        algorithm == null ? null : new ByDefault(algorithm, keyId),
        bucketKey,
        blocked == null ? null : new BlockedEncryptionTypes(blocked));
  }

  private static void put(TestStore test, Rule... rules) {
    put(test, new ServerSideEncryptionConfiguration(List.of(rules)));
  }

  private static void put(TestStore test, ServerSideEncryptionConfiguration configuration) {
    test.store
        .encryption()
        .put(
            CALLER,
            new PutBucketEncryption(BUCKET, Integrity.NONE, null, Document.of(configuration)));
  }

  private static Rule get(TestStore test) {
    List<Rule> rules =
        test.store
            .encryption()
            .get(CALLER, new GetBucketEncryption(BUCKET, null))
            .configuration()
            .read()
            .rules();
    assertThat(rules).hasSize(1);
    return rules.getFirst();
  }

  private static void delete(TestStore test) {
    test.store.encryption().delete(CALLER, new DeleteBucketEncryption(BUCKET, null));
  }

  private static @Nullable List<String> initialBlock(Profile profile) {
    return switch (profile) {
      case YEAR_2023 -> null;
      case YEAR_2026 -> List.of("SSE-C");
    };
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void unconfiguredBucketShowsAmazonsDefault(Profile profile) {
    assertThat(get(with(profile))).isEqualTo(rule("AES256", null, false, initialBlock(profile)));
  }

  @ParameterizedTest
  @CsvSource({
    "AES256,,",
    "AES256,,true",
    "AES256,,false",
    "aws:kms,,",
    "aws:kms,,true",
    "aws:kms,1234abcd-12ab-34cd-56ef-1234567890ab,false",
    "aws:kms,arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab,true",
    "aws:kms,alias/mine,true",
    "aws:kms,aws/s3,",
    "aws:kms,no key at all,",
    "aws:kms:dsse,,",
    "aws:kms:dsse,1234abcd-12ab-34cd-56ef-1234567890ab,true",
  })
  void whatWasPutIsEchoedWithTheFlagAlwaysThere(
      String algorithm, @Nullable String keyId, @Nullable Boolean bucketKey) {
    TestStore test = with(Profile.YEAR_2023);
    put(test, rule(algorithm, keyId, bucketKey, null));
    boolean shown = bucketKey != null && bucketKey;
    assertThat(get(test)).isEqualTo(rule(algorithm, keyId, shown, null));
    assertThat(get(test.restart())).isEqualTo(rule(algorithm, keyId, shown, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes256", "SSE-KMS", "", "aws:fsx", "aws:backup", "SSE-C", "AWS:KMS"})
  void algorithmOutsideTheChoiceIsMalformed(String algorithm) {
    TestStore test = with(Profile.YEAR_2026);
    assertRefused(S3Error.MalformedXML, () -> put(test, rule(algorithm, null, null, null)));
    assertThat(get(test)).isEqualTo(rule("AES256", null, false, List.of("SSE-C")));
  }

  @Test
  void exactlyOneRuleIsAccepted() {
    TestStore test = with(Profile.YEAR_2026);
    Rule rule = rule("AES256", null, null, null);
    assertRefused(S3Error.MalformedXML, () -> put(test));
    assertRefused(S3Error.MalformedXML, () -> put(test, rule, rule));
  }

  @Test
  void keyWithSseS3IsRefusedByName() {
    TestStore test = with(Profile.YEAR_2026);
    var refusal = refusal(() -> put(test, rule("AES256", KEY_ID, null, null)));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.text())
        .isEqualTo(
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
                + " aws:kms:dsse");
    assertThat(refusal.elements())
        .containsEntry("ArgumentName", "ApplyServerSideEncryptionByDefault");
  }

  @Test
  void ruleWithoutDefaultKeepsThePresentOne() {
    TestStore test = with(Profile.YEAR_2023);
    put(test, rule(null, null, null, List.of("SSE-C")));
    assertThat(get(test)).isEqualTo(rule("AES256", null, false, List.of("SSE-C")));
    put(test, rule("aws:kms", KEY_ID, true, null));
    put(test, rule(null, null, null, List.of("NONE")));
    assertThat(get(test)).isEqualTo(rule("aws:kms", KEY_ID, true, List.of("NONE")));
  }

  @Test
  void putReplacesAlgorithmKeyAndFlagAsAWhole() {
    TestStore test = with(Profile.YEAR_2023);
    put(test, rule("aws:kms", KEY_ID, true, null));
    put(test, rule("aws:kms", null, null, null));
    assertThat(get(test)).isEqualTo(rule("aws:kms", null, false, null));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void omittedBlockLeavesThePresentOne(Profile profile) {
    TestStore test = with(profile);
    put(test, rule("AES256", null, null, null));
    assertThat(get(test).blockedEncryptionTypes())
        .isEqualTo(rule("AES256", null, false, initialBlock(profile)).blockedEncryptionTypes());
    for (String said : List.of("NONE", "SSE-C")) {
      put(test, rule("AES256", null, null, List.of(said)));
      put(test, rule("aws:kms", null, null, null));
      put(test, rule("aws:kms", null, null, List.of()));
      assertThat(get(test)).isEqualTo(rule("aws:kms", null, false, List.of(said)));
    }
  }

  @Test
  void unknownOrContradictoryBlocksAreMalformed() {
    TestStore test = with(Profile.YEAR_2026);
    for (List<String> blocked :
        List.of(List.of("SSE-S3"), List.of("none"), List.of("NONE", "SSE-C"), List.of(""))) {
      assertRefused(S3Error.MalformedXML, () -> put(test, rule("AES256", null, null, blocked)));
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void deleteGoesBackToTheBeginningAndMayBeRepeated(Profile profile) {
    TestStore test = with(profile);
    delete(test);
    put(test, rule("aws:kms", KEY_ID, true, List.of("NONE")));
    delete(test);
    delete(test);
    assertThat(get(test)).isEqualTo(rule("AES256", null, false, initialBlock(profile)));
  }

  @Test
  void configuredIsRememberedForCopiesOntoThemselves() {
    TestStore test = with(Profile.YEAR_2026);
    assertThat(configured(test)).isFalse();
    put(test, rule(null, null, null, List.of("NONE")));
    assertThat(configured(test)).isFalse();
    put(test, rule("AES256", null, null, null));
    assertThat(configured(test)).isTrue();
    delete(test);
    assertThat(configured(test)).isFalse();
  }

  private static boolean configured(TestStore test) {
    return test.store.buckets().require(BUCKET).encryption().configured();
  }

  @Test
  void missingBucketWinsOverSchema() {
    TestStore test = TestStore.empty();
    assertRefused(S3Error.NoSuchBucket, () -> put(test));
    assertRefused(S3Error.NoSuchBucket, () -> get(test));
    assertRefused(S3Error.NoSuchBucket, () -> delete(test));
  }

  @ParameterizedTest
  @CsvSource({
    "111122223333,",
    "444455556666,AccessDenied",
    "0000,InvalidBucketOwnerAWSAccountID",
  })
  void ownerIsCheckedBeforeTheBodyIsRead(String expected, @Nullable String refused) {
    TestStore test = with(Profile.YEAR_2026);
    Document<ServerSideEncryptionConfiguration> body =
        Document.deferred(() -> {
          throw S3Error.MalformedXML.refusal();
        });
    var op = new PutBucketEncryption(BUCKET, Integrity.NONE, expected, body);
    var refusal = refusal(() -> test.store.encryption().put(CALLER, op));
    assertThat(refusal.error().name()).isEqualTo(refused == null ? "MalformedXML" : refused);
    if ("InvalidBucketOwnerAWSAccountID".equals(refused)) {
      assertThat(refusal.text())
          .isEqualTo(
              "The value of the expected bucket owner parameter must be an AWS Account ID..."
                  + " [0000]");
    }
    var read = new GetBucketEncryption(BUCKET, expected);
    var reset = new DeleteBucketEncryption(BUCKET, expected);
    if (refused != null) {
      assertThat(refusal(() -> test.store.encryption().get(CALLER, read)).error().name())
          .isEqualTo(refused);
      assertThat(refusal(() -> test.store.encryption().delete(CALLER, reset)).error().name())
          .isEqualTo(refused);
    }
  }

  @ParameterizedTest
  @EnumSource(BlockedTypes.class)
  void everyStoredSettingReadsBack(BlockedTypes blocked) {
    for (DefaultEncryption byDefault :
        List.of(
            new DefaultEncryption.SseS3(true),
            new DefaultEncryption.SseKms(null, false),
            new DefaultEncryption.SseKms(KEY_ID, true),
            new DefaultEncryption.DsseKms("alias/x", true))) {
      var settings = new EncryptionSettings(true, byDefault, blocked);
      assertThat(EncryptionSettings.decode(settings.encode())).isEqualTo(settings);
    }
  }
}
