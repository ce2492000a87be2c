package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Object Lock through the SDK, and beside every encryption type. */
@ExtendWith(SharedServer.class)
class ObjectLockTest {
  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;
  private final KmsClient kms;
  private final Instant tomorrow =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);

  ObjectLockTest(S3Client s3, Buckets buckets, RawClient raw, KmsClient kms) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
    this.kms = kms;
  }

  private String vault() {
    String bucket = buckets.fresh() + "-vault";
    s3.createBucket(create -> create.bucket(bucket).objectLockEnabledForBucket(true));
    return bucket;
  }

  private static void refused(String code, int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refusal.statusCode()).isEqualTo(status);
            });
  }

  private String locked(String bucket, String key, ObjectLockMode mode) {
    return s3.putObject(
            put ->
                put.bucket(bucket)
                    .key(key)
                    .objectLockMode(mode)
                    .objectLockRetainUntilDate(tomorrow),
            RequestBody.fromString("kept"))
        .versionId();
  }

  @Test
  void aBucketHasItFromTheStartOrForGood() {
    String bucket = vault();
    assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).statusAsString())
        .isEqualTo("Enabled");
    var made = s3.getObjectLockConfiguration(get -> get.bucket(bucket)).objectLockConfiguration();
    assertThat(made.objectLockEnabled()).isEqualTo(ObjectLockEnabled.ENABLED);
    assertThat(made.rule()).isNull();
    String later = buckets.versioned();
    refused(
        "ObjectLockConfigurationNotFoundError",
        404,
        () -> s3.getObjectLockConfiguration(get -> get.bucket(later)));
    s3.putObjectLockConfiguration(put ->
        put.bucket(later)
            .objectLockConfiguration(lock ->
                lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                    .rule(rule ->
                        rule.defaultRetention(
                            kept -> kept.mode(ObjectLockRetentionMode.GOVERNANCE).days(2)))));
    var kept =
        s3.getObjectLockConfiguration(get -> get.bucket(later))
            .objectLockConfiguration()
            .rule()
            .defaultRetention();
    assertThat(kept.mode()).isEqualTo(ObjectLockRetentionMode.GOVERNANCE);
    assertThat(kept.days()).isEqualTo(2);
    assertThat(kept.years()).isNull();
    refused(
        "InvalidBucketState",
        409,
        () ->
            s3.putBucketVersioning(
                put -> put.bucket(later).versioningConfiguration(to -> to.status("Suspended"))));
  }

  @Test
  void retentionAndItsBypass() {
    String bucket = vault();
    String version = locked(bucket, "k", ObjectLockMode.GOVERNANCE);
    var head = s3.headObject(get -> get.bucket(bucket).key("k"));
    assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
    assertThat(head.objectLockRetainUntilDate()).isEqualTo(tomorrow);
    var retention = s3.getObjectRetention(get -> get.bucket(bucket).key("k")).retention();
    assertThat(retention.retainUntilDate()).isEqualTo(tomorrow);
    refused(
        "AccessDenied",
        403,
        () -> s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(version)));
    s3.putObjectRetention(put ->
        put.bucket(bucket)
            .key("k")
            .bypassGovernanceRetention(true)
            .retention(kept ->
                kept.mode(ObjectLockRetentionMode.COMPLIANCE)
                    .retainUntilDate(tomorrow.minusSeconds(3600))));
    refused(
        "AccessDenied",
        403,
        () ->
            s3.deleteObject(delete ->
                delete.bucket(bucket).key("k").versionId(version).bypassGovernanceRetention(true)));
    String other = locked(bucket, "other", ObjectLockMode.GOVERNANCE);
    var many =
        s3.deleteObjects(delete ->
            delete
                .bucket(bucket)
                .bypassGovernanceRetention(true)
                .delete(these ->
                    these.objects(
                        ObjectIdentifier.builder().key("k").versionId(version).build(),
                        ObjectIdentifier.builder().key("other").versionId(other).build())));
    assertThat(many.errors()).extracting(S3Error::code).containsExactly("AccessDenied");
    assertThat(many.deleted()).hasSize(1);
  }

  @Test
  void holds() {
    String bucket = vault();
    String version = buckets.put(bucket, "k", "x").versionId();
    refused(
        "NoSuchObjectLockConfiguration",
        404,
        () -> s3.getObjectLegalHold(get -> get.bucket(bucket).key("k")));
    hold(bucket, ObjectLockLegalHoldStatus.ON);
    assertThat(s3.getObjectLegalHold(get -> get.bucket(bucket).key("k")).legalHold().status())
        .isEqualTo(ObjectLockLegalHoldStatus.ON);
    refused(
        "AccessDenied",
        403,
        () ->
            s3.deleteObject(delete ->
                delete.bucket(bucket).key("k").versionId(version).bypassGovernanceRetention(true)));
    hold(bucket, ObjectLockLegalHoldStatus.OFF);
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(version));
  }

  @ParameterizedTest
  @EnumSource(
      value = ObjectLockMode.class,
      names = {"GOVERNANCE", "COMPLIANCE"})
  void theEncryptionOfARetainedVersionStays(ObjectLockMode mode) {
    String bucket = vault();
    locked(bucket, "k", mode);
    String keyArn = kms.createKey().keyMetadata().arn();
    encryptionStays(bucket, keyArn);
  }

  @Test
  void theEncryptionOfAHeldVersionStaysUntilItIsReleased() {
    String bucket = vault();
    buckets.put(bucket, "k", "x");
    String keyArn = kms.createKey().keyMetadata().arn();
    hold(bucket, ObjectLockLegalHoldStatus.ON);
    encryptionStays(bucket, keyArn);
    hold(bucket, ObjectLockLegalHoldStatus.OFF);
    reencrypt(bucket, keyArn);
    assertThat(encryption(bucket)).isEqualTo("aws:kms");
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
  }

  private void encryptionStays(String bucket, String keyArn) {
    Refused refused = Refused.with("AccessDenied", 403, () -> reencrypt(bucket, keyArn));
    assertThat(refused.message()).contains("is protected by S3 Object Lock");
    assertThat(encryption(bucket)).isEqualTo("AES256");
  }

  private void reencrypt(String bucket, String keyArn) {
    s3.updateObjectEncryption(update ->
        update
            .bucket(bucket)
            .key("k")
            .objectEncryption(under -> under.ssekms(kms -> kms.kmsKeyArn(keyArn))));
  }

  private String encryption(String bucket) {
    return s3.headObject(head -> head.bucket(bucket).key("k")).serverSideEncryptionAsString();
  }

  private void hold(String bucket, ObjectLockLegalHoldStatus status) {
    s3.putObjectLegalHold(put -> put.bucket(bucket).key("k").legalHold(to -> to.status(status)));
  }

  @Test
  void uploadsAndCopiesGetWhatTheyAskFor() {
    String bucket = vault();
    String upload =
        s3.createMultipartUpload(create ->
                create
                    .bucket(bucket)
                    .key("parts")
                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                    .objectLockRetainUntilDate(tomorrow)
                    .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON))
            .uploadId();
    String eTag =
        s3.uploadPart(
                part -> part.bucket(bucket).key("parts").uploadId(upload).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    s3.completeMultipartUpload(complete ->
        complete
            .bucket(bucket)
            .key("parts")
            .uploadId(upload)
            .multipartUpload(
                of -> of.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
    var made = s3.headObject(head -> head.bucket(bucket).key("parts"));
    assertThat(made.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
    assertThat(made.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.ON);
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("parts")
            .destinationBucket(bucket)
            .destinationKey("copy"));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("copy")).objectLockMode()).isNull();
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("parts")
            .destinationBucket(bucket)
            .destinationKey("copy")
            .objectLockMode(ObjectLockMode.GOVERNANCE)
            .objectLockRetainUntilDate(tomorrow));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("copy")).objectLockMode())
        .isEqualTo(ObjectLockMode.GOVERNANCE);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void everyEncryptionTypeIsLockedAndNeedsNoKeyForThat(Type type) {
    String keyArn = kms.createKey().keyMetadata().arn();
    Sealed in = Sealed.fresh(raw, buckets, keyArn);
    s3.putBucketVersioning(
        put -> put.bucket(in.bucket()).versioningConfiguration(to -> to.status("Enabled")));
    s3.putObjectLockConfiguration(put ->
        put.bucket(in.bucket())
            .objectLockConfiguration(lock -> lock.objectLockEnabled(ObjectLockEnabled.ENABLED)));
    in.put("k", type, "body");
    kms.disableKey(disable -> disable.keyId(keyArn));
    s3.putObjectRetention(put ->
        put.bucket(in.bucket())
            .key("k")
            .retention(
                kept -> kept.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(tomorrow)));
    String version =
        s3.listObjectVersions(list -> list.bucket(in.bucket())).versions().getFirst().versionId();
    refused(
        "AccessDenied",
        403,
        () -> s3.deleteObject(delete -> delete.bucket(in.bucket()).key("k").versionId(version)));
    s3.deleteObject(delete ->
        delete.bucket(in.bucket()).key("k").versionId(version).bypassGovernanceRetention(true));
  }
}
