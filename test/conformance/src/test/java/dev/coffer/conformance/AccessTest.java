package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Type;

/**
 * Who may enter a bucket: policies, public access, ownership and lists, as Amazon's SDK sees them.
 */
@ExtendWith(SharedServer.class)
class AccessTest {
  private static final String SSE = "x-amz-server-side-encryption";

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  AccessTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  private static String policy(String effect, String action, String resource, String condition) {
    return """
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Sid": "One", "Effect": "%s", "Principal": "*", "Action": "%s",
        "Resource": "arn:aws:s3:::%s"%s
      }]
    }
    """
        .formatted(
            effect, action, resource, condition.isEmpty() ? "" : ", \"Condition\": " + condition);
  }

  private void put(String bucket, String policy) {
    s3.putBucketPolicy(put -> put.bucket(bucket).policy(policy));
  }

  private void unblock(String bucket) {
    s3.deletePublicAccessBlock(delete -> delete.bucket(bucket));
  }

  // ---- policies

  @Test
  void aPolicyComesBackAsItWasPutUntilItIsDeleted() {
    String bucket = buckets.fresh();
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(get -> get.bucket(bucket)));
    String policy = policy("Deny", "s3:PutObject", bucket + "/private/*", "");
    put(bucket, policy);
    assertThat(s3.getBucketPolicy(get -> get.bucket(bucket)).policy()).isEqualTo(policy);
    assertThat(raw.get("/" + bucket + "?policy").body()).isEqualTo(policy);
    assertThat(s3.getBucketPolicyStatus(get -> get.bucket(bucket)).policyStatus().isPublic())
        .isFalse();
    var deleted = s3.deleteBucketPolicy(delete -> delete.bucket(bucket));
    assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(204);
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(get -> get.bucket(bucket)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "nonsense", "{\"Version\":\"2012-10-17\"}"})
  void whatIsNoPolicyIsRefused(String text) {
    String bucket = buckets.fresh();
    Answer answer = raw.send("PUT", "/" + bucket + "?policy", text);
    answer.refuses(text.isEmpty() ? "MissingRequestBodyError" : "MalformedPolicy", 400);
  }

  @Test
  void namesThatNobodyHasAreRefused() {
    String bucket = buckets.fresh();
    String policy =
        policy("Deny", "s3:PutObject", bucket + "/*", "")
            .replace(
                "\"*\", \"Action",
                "{\"AWS\": \"arn:aws:iam::000000000000:user/nobody\"}, \"Action");
    assertThat(Refused.with("MalformedPolicy", 400, () -> put(bucket, policy)).message())
        .startsWith("Invalid principal in policy");
    put(bucket, policy.replace("user/nobody", "root"));
  }

  @Test
  void uploadsThatDoNotNameTheirEncryptionAreDenied() {
    String bucket = buckets.fresh();
    put(
        bucket,
        policy(
            "Deny",
            "s3:PutObject",
            bucket + "/*",
            "{\"StringNotEquals\": {\"s3:" + SSE + "\": \"AES256\"}}"));
    Refused refused = Refused.with("AccessDenied", 403, () -> buckets.put(bucket, "k", "x"));
    assertThat(refused.message())
        .startsWith(
            "User: arn:aws:iam::000000000000:root is not authorized to perform: s3:PutObject on"
                + " resource: \"arn:aws:s3:::"
                + bucket
                + "/k\" with an explicit deny in a resource-based policy");
    s3.putObject(
        put -> put.bucket(bucket).key("k").serverSideEncryption(ServerSideEncryption.AES256),
        RequestBody.fromString("x"));
    String id =
        s3.createMultipartUpload(create ->
                create
                    .bucket(bucket)
                    .key("parts")
                    .serverSideEncryption(ServerSideEncryption.AES256))
            .uploadId();
    s3.uploadPart(
        part -> part.bucket(bucket).key("parts").uploadId(id).partNumber(1),
        RequestBody.fromString("x"));
  }

  @Test
  void theRootOfTheOwnerRepairsWhatItForbadeItself() {
    String bucket = buckets.fresh();
    put(bucket, policy("Deny", "s3:*", bucket, ""));
    Refused.with("AccessDenied", 403, () -> s3.listObjectsV2(list -> list.bucket(bucket)));
    s3.deleteBucketPolicy(delete -> delete.bucket(bucket));
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
  }

  // ---- public access

  @Test
  void aNewBucketBlocksPublicAccess() {
    String bucket = buckets.fresh();
    assertThat(s3.getPublicAccessBlock(get -> get.bucket(bucket)).publicAccessBlockConfiguration())
        .isEqualTo(
            PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(true)
                .blockPublicPolicy(true)
                .restrictPublicBuckets(true)
                .build());
    String policy = policy("Allow", "s3:GetObject", bucket + "/*", "");
    assertThat(Refused.with("AccessDenied", 403, () -> put(bucket, policy)).message())
        .contains("because public policies are prevented by the BlockPublicPolicy setting");
    unblock(bucket);
    Refused.with(
        "NoSuchPublicAccessBlockConfiguration",
        404,
        () -> s3.getPublicAccessBlock(get -> get.bucket(bucket)));
    put(bucket, policy);
    assertThat(s3.getBucketPolicyStatus(get -> get.bucket(bucket)).policyStatus().isPublic())
        .isTrue();
  }

  @Test
  void aPublicPolicyLetsAnybodyReadUntilItIsRestricted() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "for everybody");
    unblock(bucket);
    put(bucket, policy("Allow", "s3:GetObject", bucket + "/*", ""));
    assertThat(raw.anonymous("GET", "/" + bucket + "/k", "").is(200).body())
        .isEqualTo("for everybody");
    raw.anonymous("GET", "/" + bucket + "/none", "").refuses("AccessDenied", 403);
    raw.anonymous("PUT", "/" + bucket + "/k", "x").refuses("AccessDenied", 403);
    raw.anonymous("GET", "/" + bucket + "?list-type=2", "").refuses("AccessDenied", 403);
    s3.putPublicAccessBlock(put ->
        put.bucket(bucket).publicAccessBlockConfiguration(b -> b.restrictPublicBuckets(true)));
    raw.anonymous("GET", "/" + bucket + "/k", "")
        .refuses("AccessDenied", 403)
        .says("Access Denied");
    assertThat(buckets.text(bucket, "k")).isEqualTo("for everybody");
  }

  @Test
  void anybodyMayWriteWhatAPolicyGivesButNotBeginUploads() {
    String bucket = buckets.fresh();
    unblock(bucket);
    put(bucket, policy("Allow", "s3:*", bucket + "/*", ""));
    raw.anonymous("PUT", "/" + bucket + "/k", "x").is(200);
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
    raw.anonymous("POST", "/" + bucket + "/k?uploads", "")
        .refuses("AccessDenied", 403)
        .says("Anonymous users cannot initiate multipart uploads.  Please authenticate.");
    raw.anonymous("DELETE", "/" + bucket + "/k", "").is(204);
  }

  @Test
  void theAccountsSwitchesAreSetThroughS3Control() {
    String path = "/v20180820/configuration/publicAccessBlock";
    String account = "000000000000";
    Answer none = raw.get(path, "x-amz-account-id", account);
    none.refuses("NoSuchPublicAccessBlockConfiguration", 404);
    assertThat(none.body()).contains("<ErrorResponse><Error><Code>");
    raw.send(
            "PUT",
            path,
            "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>"
                + "</PublicAccessBlockConfiguration>",
            "x-amz-account-id",
            account)
        .is(200);
    assertThat(raw.get(path, "x-amz-account-id", account).is(200).element("IgnorePublicAcls"))
        .hasValue("true");
    raw.send("DELETE", path, "", "x-amz-account-id", account).is(200);
    raw.get(path, "x-amz-account-id", "111122223333").refuses("AccessDenied", 403);
  }

  // ---- ownership and lists

  @Test
  void theOwnerOwnsEverything() {
    String bucket = buckets.fresh();
    assertThat(rules(bucket))
        .extracting(OwnershipControlsRule::objectOwnership)
        .containsExactly(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    putRule(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED);
    Refused.with("NotImplemented", 501, () -> putRule(bucket, ObjectOwnership.OBJECT_WRITER));
    s3.deleteBucketOwnershipControls(delete -> delete.bucket(bucket));
    Refused.with("OwnershipControlsNotFoundError", 404, () -> rules(bucket));
  }

  private void putRule(String bucket, ObjectOwnership ownership) {
    var rule = OwnershipControlsRule.builder().objectOwnership(ownership).build();
    s3.putBucketOwnershipControls(
        put -> put.bucket(bucket).ownershipControls(to -> to.rules(List.of(rule))));
  }

  private List<OwnershipControlsRule> rules(String bucket) {
    return s3.getBucketOwnershipControls(get -> get.bucket(bucket)).ownershipControls().rules();
  }

  @Test
  void listsAreTheOwnersFullControlAndNothingElse() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    var acl = s3.getBucketAcl(get -> get.bucket(bucket));
    assertThat(acl.grants()).hasSize(1);
    Grant grant = acl.grants().getFirst();
    assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL);
    assertThat(grant.grantee().type()).isEqualTo(Type.CANONICAL_USER);
    assertThat(grant.grantee().id()).isEqualTo(acl.owner().id()).matches("[0-9a-f]{64}");
    assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("k")).grants())
        .isEqualTo(acl.grants());
    s3.putBucketAcl(put ->
        put.bucket(bucket).accessControlPolicy(to -> to.owner(acl.owner()).grants(acl.grants())));
    s3.putObjectAcl(
        put -> put.bucket(bucket).key("k").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
    for (BucketCannedACL canned :
        new BucketCannedACL[] {BucketCannedACL.PRIVATE, BucketCannedACL.PUBLIC_READ}) {
      Refused refused =
          Refused.with(
              "AccessControlListNotSupported",
              400,
              () -> s3.putBucketAcl(put -> put.bucket(bucket).acl(canned)));
      assertThat(refused.message()).startsWith("The bucket does not allow ACLs");
    }
    Refused.with("NoSuchKey", 404, () -> s3.getObjectAcl(get -> get.bucket(bucket).key("none")));
  }
}
