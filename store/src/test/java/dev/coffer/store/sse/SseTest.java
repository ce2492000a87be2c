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
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the decision of spec/encryption.md §2.2 as far as it is served, and §2.6. */
final class SseTest {
  private static final SseCustomer CUSTOMER = new SseCustomer("AES256", "a2V5", "bWQ1");

  private static TestStore with(Profile profile) {
    TestStore test = TestStore.over(new MemoryKv(), new BucketSettings("us-east-1", profile));
    test.createBucket(BUCKET);
    return test;
  }

  private static PutObject op(dev.coffer.wire.s3.Sse sse, SseCustomer customer) {
    return new PutObject(
        BUCKET,
        "key",
        NO_HEADERS,
        sse,
        customer,
        Acl.NONE,
        null,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        null,
        Body.of(bytes("x")));
  }

  private static S3Exception refused(
      TestStore test, Call caller, dev.coffer.wire.s3.Sse sse, SseCustomer customer) {
    S3Exception refusal = refusal(() -> test.store.objects().putObject(caller, op(sse, customer)));
    assertThat(refusal(() -> test.text("key")).error()).isEqualTo(S3Error.NoSuchKey);
    return refusal;
  }

  private static dev.coffer.wire.s3.Sse sse(
      @Nullable String algorithm, @Nullable String keyId, @Nullable String context) {
    return new dev.coffer.wire.s3.Sse(algorithm, keyId, context, null);
  }

  @ParameterizedTest
  @CsvSource({
    "AES256,key,,KREQ",
    "AES256,,ctx,KREQ",
    ",key,,KREQ",
    ",,ctx,KREQ",
    "aes256,,,BADMETHOD",
    "'',,,BADMETHOD",
    "aes:kms,,,BADMETHOD",
    "aws:fsx,,,BADMETHOD",
    "aws:backup,,,BADMETHOD",
  })
  void headerMistakesAreRefusedAsAmazonDoes(
      @Nullable String algorithm,
      @Nullable String keyId,
      @Nullable String context,
      String mistake) {
    S3Exception refusal =
        refused(with(Profile.YEAR_2026), CALLER, sse(algorithm, keyId, context), SseCustomer.NONE);
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.elements()).containsEntry("ArgumentName", "x-amz-server-side-encryption");
    assertThat(refusal.text())
        .isEqualTo(
            mistake.equals("KREQ")
                ? "Server Side Encryption with AWS KMS managed key requires HTTP header"
                    + " x-amz-server-side-encryption : aws:kms"
                : "The encryption method specified is not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:kms", "aws:kms:dsse"})
  void typesThatAreNotServedAreRefusedByName(String algorithm) {
    S3Exception refusal =
        refused(with(Profile.YEAR_2026), CALLER, sse(algorithm, null, null), SseCustomer.NONE);
    assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    assertThat(refusal.elements()).containsEntry("Value", algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:kms", "aws:kms:dsse"})
  void bucketDefaultThatIsNotServedIsRefusedAndAes256StillWorks(String algorithm) {
    TestStore test = with(Profile.YEAR_2026);
    var rule = new Rule(new ByDefault(algorithm, null), null, null);
    test.store
        .encryption()
        .put(
            CALLER,
            new PutBucketEncryption(
                BUCKET,
                Integrity.NONE,
                null,
                Document.of(new ServerSideEncryptionConfiguration(List.of(rule)))));
    assertThat(refused(test, CALLER, sse(null, null, null), SseCustomer.NONE).error())
        .isEqualTo(S3Error.NotImplemented);
    test.put(op(sse("AES256", null, null), SseCustomer.NONE));
    assertThat(test.text("key")).isEqualTo("x");
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
    S3Exception refusal = refused(test, CALLER, dev.coffer.wire.s3.Sse.NONE, onlyKey);
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text())
        .isEqualTo(
            "User: arn:aws:iam::111122223333:root is not authorized to perform: s3:PutObject on"
                + " resource: \"arn:aws:s3:::first-bucket/key\" because this bucket has blocked"
                + " upload requests that specify Server Side Encryption with Customer provided"
                + " keys (SSE-C). Please specify a different server-side encryption type");
    assertThat(refused(test, STRANGER, dev.coffer.wire.s3.Sse.NONE, CUSTOMER).text())
        .isEqualTo("Access Denied");
    assertThat(
            refused(
                    test,
                    TestStore.by(new Caller.Anonymous()),
                    dev.coffer.wire.s3.Sse.NONE,
                    CUSTOMER)
                .text())
        .isEqualTo("Access Denied");
  }

  @Test
  void customersKeyThatIsNotBlockedIsNotServed() {
    S3Exception refusal =
        refused(with(Profile.YEAR_2023), CALLER, dev.coffer.wire.s3.Sse.NONE, CUSTOMER);
    assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    assertThat(refusal.elements()).containsEntry("Value", "SSE-C");
  }
}
