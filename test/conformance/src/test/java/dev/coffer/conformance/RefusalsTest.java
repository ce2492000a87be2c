package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What is not served is refused by name, and nothing is stored. */
@ExtendWith(SharedServer.class)
class RefusalsTest {
  private static final String CUSTOMER = "x-amz-server-side-encryption-customer-";
  private static final String SSE = "x-amz-server-side-encryption";

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  RefusalsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-storage-class, GLACIER",
    "x-amz-storage-class, REDUCED_REDUNDANCY",
    "x-amz-object-lock-event-hold, ON",
    "x-amz-write-offset-bytes, 0"
  })
  void memberThatIsNotHonouredIsNotImplemented(String header, String value) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/k", "body", header, value).refuses("NotImplemented", 501);
    if (!header.equals("x-amz-write-offset-bytes")) {
      raw.send("POST", "/" + bucket + "/k?uploads", "", header, value)
          .refuses("NotImplemented", 501);
      buckets.put(bucket, "source", "x");
      String[] copy = {"x-amz-copy-source", bucket + "/source", header, value};
      raw.send("PUT", "/" + bucket + "/copy", "", copy).refuses("NotImplemented", 501);
    }
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
    raw.get("/" + bucket + "/copy").refuses("NoSuchKey", 404);
  }

  @Test
  void encryptionUnderAKeyThatIsNotThereIsRefusedAndNothingIsStored() {
    String bucket = buckets.fresh();
    for (String algorithm : List.of("aws:kms", "aws:kms:dsse")) {
      String[] headers = {SSE, algorithm, SSE + "-aws-kms-key-id", "none"};
      var answer = raw.send("PUT", "/" + bucket + "/k", "body", headers);
      assertThat(answer.refuses("KMS.NotFoundException", 400).body())
          .contains("Invalid keyId 'none'");
      raw.send("POST", "/" + bucket + "/k?uploads", "", headers)
          .refuses("KMS.NotFoundException", 400);
    }
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void everyWriteIsUnderTheBucketsDefaultUnlessItSaysOtherwise() {
    String bucket = buckets.fresh();
    for (ServerSideEncryption algorithm :
        List.of(ServerSideEncryption.AWS_KMS, ServerSideEncryption.AWS_KMS_DSSE)) {
      setDefault(bucket, algorithm);
      buckets.put(bucket, "k", "x");
      assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).serverSideEncryption())
          .isEqualTo(algorithm);
      assertThat(s3.createMultipartUpload(c -> c.bucket(bucket).key("m")).serverSideEncryption())
          .isEqualTo(algorithm);
      s3.putObject(
          put -> put.bucket(bucket).key("asked").serverSideEncryption(ServerSideEncryption.AES256),
          RequestBody.fromString("fine"));
      assertThat(s3.headObject(head -> head.bucket(bucket).key("asked")).serverSideEncryption())
          .isEqualTo(ServerSideEncryption.AES256);
    }
  }

  private void setDefault(String bucket, ServerSideEncryption algorithm) {
    String rule = EncryptionConfigurationTest.apply(algorithm.toString(), null);
    raw.send("PUT", "/" + bucket + "?encryption", EncryptionConfigurationTest.document(rule))
        .is(200);
  }

  /** New buckets block SSE-C; where it is allowed, only its own key opens what was written. */
  @Test
  void customersKeysAreBlockedUntilTheBucketAllowsThem() {
    String bucket = buckets.fresh();
    String[] trio = {
      CUSTOMER + "algorithm", "AES256",
      CUSTOMER + "key", "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=",
      CUSTOMER + "key-MD5", "JMwgiexXqwuPqIPjYFmIZQ=="
    };
    var blocked = raw.send("PUT", "/" + bucket + "/k", "body", trio).refuses("AccessDenied", 403);
    assertThat(blocked.message())
        .contains("is not authorized to perform: s3:PutObject on resource: ")
        .contains(
            "because this bucket has blocked upload requests that specify Server Side Encryption"
                + " with Customer provided keys (SSE-C).");
    String rule = EncryptionConfigurationTest.blocked("NONE");
    raw.send("PUT", "/" + bucket + "?encryption", EncryptionConfigurationTest.document(rule))
        .is(200);
    raw.send("PUT", "/" + bucket + "/k", "body", trio).is(200);
    raw.send("POST", "/" + bucket + "/k?uploads", "", trio).is(200);
    raw.get("/" + bucket + "/k").refuses("InvalidRequest", 400);
    assertThat(raw.send("GET", "/" + bucket + "/k", "", trio).is(200).body()).isEqualTo("body");
  }

  @ParameterizedTest
  @CsvSource({"rot13", "aes256", "aws:fsx", "aws:backup", "''"})
  void unknownEncryptionIsAnInvalidArgument(String algorithm) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/k", "body", SSE, algorithm)
        .refuses("InvalidArgument", 400)
        .says("The encryption method specified is not supported");
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  @Test
  void keyIdNeedsKms() {
    String bucket = buckets.fresh();
    String text =
        "Server Side Encryption with AWS KMS managed key requires HTTP header"
            + " x-amz-server-side-encryption : aws:kms";
    String[] alone = {SSE + "-aws-kms-key-id", "alias/x"};
    raw.send("PUT", "/" + bucket + "/k", "body", alone).refuses("InvalidArgument", 400).says(text);
    String[] beside = {SSE, "AES256", SSE + "-aws-kms-key-id", "alias/x"};
    raw.send("PUT", "/" + bucket + "/k", "body", beside).refuses("InvalidArgument", 400).says(text);
  }

  @Test
  void encryptionHeadersOnReadsAreRefused() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    raw.get("/" + bucket + "/k", SSE, "AES256")
        .refuses("InvalidArgument", 400)
        .says("x-amz-server-side-encryption header is not supported for this operation.");
    raw.send("HEAD", "/" + bucket + "/k", "", SSE, "AES256").is(400);
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-acl, public-read",
    "x-amz-acl, authenticated-read",
    "x-amz-grant-read, uri=http://acs.amazonaws.com/groups/global/AllUsers"
  })
  void publicAccessListsAreNotSupported(String header, String value) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/k", "body", header, value)
        .refuses("AccessControlListNotSupported", 400)
        .says("The bucket does not allow ACLs");
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  @Test
  void ownersFullControlIsAccepted() {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/k", "body", "x-amz-acl", "bucket-owner-full-control").is(200);
    assertThat(buckets.text(bucket, "k")).isEqualTo("body");
  }

  @Test
  void sdkSeesTheName() {
    String bucket = buckets.fresh();
    PutObjectRequest put =
        PutObjectRequest.builder().bucket(bucket).key("k").writeOffsetBytes(0L).build();
    var refused =
        Refused.with("NotImplemented", 501, () -> s3.putObject(put, RequestBody.fromString("x")));
    assertThat(refused.message())
        .isEqualTo("A header you provided implies functionality that is not implemented");
  }
}
