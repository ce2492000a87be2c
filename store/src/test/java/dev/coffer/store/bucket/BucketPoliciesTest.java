package dev.coffer.store.bucket;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.OTHER;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.control.AccountPublicAccessBlock;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.DeleteBucketPolicy;
import dev.coffer.wire.s3.DeletePublicAccessBlock;
import dev.coffer.wire.s3.GetBucketPolicy;
import dev.coffer.wire.s3.GetBucketPolicyStatus;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PublicAccessBlockConfiguration;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.PutPublicAccessBlock;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket's policy: what is kept, what is refused, and what being public does. */
final class BucketPoliciesTest {
  private static final String PRIVATE =
      "{ \"Version\": \"2012-10-17\", \"Statement\": [{\n"
          + "\t\"Effect\": \"Deny\",\"Principal\": \"*\", \"Action\": \"s3:PutObject\","
          + " \"Resource\": \"arn:aws:s3:::first-bucket/ü*\" }] }\n";
  private static final String PUBLIC =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::first-bucket/*\"}]}";

  private final TestStore test = TestStore.withBucket();
  private final BucketPolicies policies = test.store.policies();

  private static PutBucketPolicy op(String text, Integrity integrity) {
    Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
    return new PutBucketPolicy(BUCKET, integrity, null, body);
  }

  private void put(String text) {
    policies.put(CALLER, op(text, Integrity.NONE));
  }

  private static String get(BucketPolicies policies, Call caller) {
    try (InputStream stream =
        policies.get(caller, new GetBucketPolicy(BUCKET, null)).policy().stream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean open() {
    return policies.status(CALLER, new GetBucketPolicyStatus(BUCKET, null)).open();
  }

  private void unblock() {
    test.store.publicAccess().delete(CALLER, new DeletePublicAccessBlock(BUCKET, null));
  }

  private void account(AccountPublicAccessBlock block) {
    var op = new dev.coffer.wire.control.PutPublicAccessBlock(OWNER.id(), Document.of(block));
    test.store.accountPublicAccess().put(CALLER, op);
  }

  @Test
  void whatWasPutComesBackByteForByte() {
    put(PRIVATE);
    assertThat(get(policies, CALLER)).isEqualTo(PRIVATE);
    assertThat(get(test.restart().store.policies(), CALLER)).isEqualTo(PRIVATE);
    assertThat(policies.find(test.store.buckets().require(BUCKET)))
        .hasValueSatisfying(policy -> {
          assertThat(policy.name()).isEqualTo("bucket policy of " + BUCKET);
          assertThat(policy.document().text()).isEqualTo(PRIVATE);
        });
  }

  @Test
  void aBucketWithoutPolicySaysSo() {
    assertRefused(S3Error.NoSuchBucketPolicy, () -> get(policies, CALLER));
    assertRefused(S3Error.NoSuchBucketPolicy, this::open);
    assertThat(refusal(() -> get(policies, CALLER)).elements()).containsEntry("BucketName", BUCKET);
    assertThat(policies.find(test.store.buckets().require(BUCKET))).isEmpty();
  }

  @Test
  void deletingMayBeRepeated() {
    put(PRIVATE);
    policies.delete(CALLER, new DeleteBucketPolicy(BUCKET, null));
    policies.delete(CALLER, new DeleteBucketPolicy(BUCKET, null));
    assertRefused(S3Error.NoSuchBucketPolicy, () -> get(policies, CALLER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "[]",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::first-bucket/*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::other-bucket/*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::first-bucket\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"iam:GetUser\",\"Resource\":\"arn:aws:s3:::first-bucket\"}]}"
      })
  void whatIsNoPolicyOfThisBucketIsMalformed(String text) {
    put(PRIVATE);
    assertThat(refusal(() -> put(text)).error()).isEqualTo(S3Error.MalformedPolicy);
    assertThat(get(policies, CALLER)).isEqualTo(PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:iam::111122223333:user/nobody", "999999999999", "111122223333x"})
  void aPrincipalMustExist(String principal) {
    String text = PRIVATE.replace("\"*\", \"Action", "{\"AWS\": \"" + principal + "\"}, \"Action");
    S3Exception refusal = refusal(() -> put(text));
    assertThat(refusal.error()).isEqualTo(S3Error.MalformedPolicy);
    assertThat(refusal.text()).isEqualTo("Invalid principal in policy");
    put(text.replace(principal, "arn:aws:iam::444455556666:user/there"));
    put(text.replace(principal, "444455556666"));
  }

  @Test
  void thePolicyHasALimitWithoutItsWhiteSpace() {
    String long20 = PRIVATE.replace("ü*", "a".repeat(20 * 1024 - 300));
    put(long20.replace("{", "{" + " ".repeat(5000)));
    String tooLong = PRIVATE.replace("ü*", "a".repeat(20 * 1024));
    assertThat(refusal(() -> put(tooLong)).error()).isEqualTo(S3Error.MalformedPolicy);
    assertRefused(S3Error.PolicyTooLarge, () -> put(PRIVATE + " ".repeat(48 * 1024)));
    assertRefused(S3Error.MissingRequestBodyError, () -> put(""));
  }

  @Test
  void theIntegrityOfTheBodyIsChecked() {
    var wrong = new Integrity("1B2M2Y8AsgTpgAmY7PhCfg==", null, null, ChecksumHeaders.NONE);
    assertThat(refusal(() -> policies.put(CALLER, op(PRIVATE, wrong))).error())
        .isEqualTo(S3Error.BadDigest);
    assertRefused(S3Error.NoSuchBucketPolicy, () -> get(policies, CALLER));
  }

  @Test
  void strangersHaveNothingToDoWithIt() {
    put(PRIVATE);
    assertRefused(S3Error.MethodNotAllowed, () -> get(policies, STRANGER));
    assertRefused(
        S3Error.MethodNotAllowed, () -> policies.put(STRANGER, op(PRIVATE, Integrity.NONE)));
    assertRefused(
        S3Error.MethodNotAllowed,
        () -> policies.delete(STRANGER, new DeleteBucketPolicy(BUCKET, null)));
    assertThat(get(policies, CALLER)).isEqualTo(PRIVATE);
  }

  @Test
  void aPublicPolicyIsBlockedByTheBucketOrTheAccount() {
    String text =
        "User: arn:aws:iam::111122223333:root is not authorized to perform: s3:PutBucketPolicy on"
            + " resource: \"arn:aws:s3:::first-bucket\" because public policies are prevented by"
            + " the BlockPublicPolicy setting in S3 Block Public Access.";
    assertRefused(S3Error.AccessDenied, text, () -> put(PUBLIC));
    unblock();
    account(new AccountPublicAccessBlock(false, false, true, false));
    assertRefused(S3Error.AccessDenied, text, () -> put(PUBLIC));
    account(new AccountPublicAccessBlock(null, null, null, null));
    put(PUBLIC);
    assertThat(open()).isTrue();
    put(PRIVATE);
    assertThat(open()).isFalse();
  }

  @Test
  void aPublicPolicyIsRestrictedByItsSwitchOnly() {
    unblock();
    put(PUBLIC);
    assertThat(restricted()).isFalse();
    var document = Document.of(new PublicAccessBlockConfiguration(true, true, true, false));
    test.store
        .publicAccess()
        .put(CALLER, new PutPublicAccessBlock(BUCKET, Integrity.NONE, null, document));
    assertThat(restricted()).isFalse();
    account(new AccountPublicAccessBlock(false, false, false, true));
    assertThat(restricted()).isTrue();
    assertThat(get(policies, CALLER)).isEqualTo(PUBLIC);
    put(PRIVATE);
    assertThat(restricted()).isFalse();
  }

  private boolean restricted() {
    return policies.restricted(test.store.buckets().require(BUCKET));
  }

  @Test
  void anotherOwnerIsExpected() {
    Body body = Body.of(PRIVATE.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        S3Error.AccessDenied,
        () -> policies.put(CALLER, new PutBucketPolicy(BUCKET, Integrity.NONE, OTHER.id(), body)));
    assertRefused(
        S3Error.AccessDenied,
        () -> policies.delete(CALLER, new DeleteBucketPolicy(BUCKET, OTHER.id())));
  }
}
