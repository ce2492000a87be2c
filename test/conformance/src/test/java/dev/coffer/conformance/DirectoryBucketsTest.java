package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.client.CofferClient;
import dev.coffer.client.Credentials;
import dev.coffer.client.DirectoryBucket;
import dev.coffer.client.DirectoryEncryption;
import dev.coffer.client.InvalidArgumentException;
import dev.coffer.client.SyncClient;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketType;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DataRedundancy;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LocationType;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.UpdateObjectEncryptionRequest;

/**
 * Directory buckets and their configuration through the AWS SDK, which signs such calls without a
 * session when it is told so ({@code disableS3ExpressSessionAuth}).
 */
@ExtendWith(SharedServer.class)
class DirectoryBucketsTest {
  private static final String ZONE = "use1-az4";
  private static final String END = "--" + ZONE + "--x-s3";

  private final StartedServer server;
  private final KmsClient kms;
  private final S3Client s3;

  DirectoryBucketsTest(StartedServer server, KmsClient kms) {
    this.server = server;
    this.kms = kms;
    this.s3 = server.builder().disableS3ExpressSessionAuth(true).build();
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private static String freshName() {
    return "d-" + UUID.randomUUID() + END;
  }

  private static CreateBucketConfiguration configuration(String zone) {
    return CreateBucketConfiguration.builder()
        .location(at -> at.type(LocationType.AVAILABILITY_ZONE).name(zone))
        .bucket(of ->
            of.type(BucketType.DIRECTORY).dataRedundancy(DataRedundancy.SINGLE_AVAILABILITY_ZONE))
        .build();
  }

  private CreateBucketResponse create(String name) {
    return s3.createBucket(
        create -> create.bucket(name).createBucketConfiguration(configuration(ZONE)));
  }

  private String fresh() {
    String name = freshName();
    create(name);
    return name;
  }

  private String arn(String bucket) {
    return "arn:aws:s3express:us-east-1:" + server.account() + ":bucket/" + bucket;
  }

  private boolean exists(String bucket) {
    return s3.listDirectoryBucketsPaginator(list -> {}).stream()
        .flatMap(page -> page.buckets().stream())
        .anyMatch(found -> found.name().equals(bucket));
  }

  // ---- buckets

  @Test
  void newBucketIsFoundUntilItIsDeleted() {
    String name = freshName();
    CreateBucketResponse created = create(name);
    assertThat(created.location()).isEqualTo("/" + name);
    assertThat(created.bucketArn()).isEqualTo(arn(name));
    var head = s3.headBucket(of -> of.bucket(name));
    assertThat(head.bucketLocationName()).isEqualTo(ZONE);
    assertThat(head.bucketLocationType()).isEqualTo(LocationType.AVAILABILITY_ZONE);
    assertThat(head.bucketArn()).isEqualTo(arn(name));
    assertThat(exists(name)).isTrue();
    assertThat(s3.listBuckets(list -> list.prefix(name)).buckets()).isEmpty();
    Refused.with("BucketAlreadyOwnedByYou", 409, () -> create(name));
    s3.deleteBucket(of -> of.bucket(name));
    assertThat(exists(name)).isFalse();
    Refused.head(404, () -> s3.headBucket(of -> of.bucket(name)));
    Refused.with("NoSuchBucket", 404, () -> s3.deleteBucket(of -> of.bucket(name)));
  }

  @Test
  void listingsComeInPages() {
    var names = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      names.add(fresh());
    }
    var pages = s3.listDirectoryBucketsPaginator(list -> list.maxDirectoryBuckets(2));
    assertThat(pages.stream()).allSatisfy(page -> assertThat(page.buckets()).hasSizeLessThan(3));
    assertThat(pages.stream().flatMap(page -> page.buckets().stream()).map(Bucket::name).toList())
        .containsAll(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.endsWith("--x-s3"));
  }

  static Stream<String> badNames() {
    return Stream.of("xn--d" + END, "sthree-d" + END, "amzn-s3-demo-d" + END, "d--x-s3");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void badNamesAreRefused(String name) {
    Refused.with("InvalidBucketName", 400, () -> create(name));
    assertThat(exists(name)).isFalse();
  }

  @Test
  void aBucketIsInItsZone() {
    String name = freshName();
    Refused.with(
        "InvalidBucketName",
        400,
        () ->
            s3.createBucket(
                of -> of.bucket(name).createBucketConfiguration(configuration("use1-az5"))));
    Refused.with("InvalidArgument", 400, () -> s3.createBucket(of -> of.bucket(name)));
    String elsewhere = name.replace(ZONE, "usw2-az1");
    Refused.with(
        "InvalidBucketName",
        400,
        () ->
            s3.createBucket(
                of -> of.bucket(elsewhere).createBucketConfiguration(configuration("usw2-az1"))));
    assertThat(exists(name)).isFalse();
  }

  @Test
  void aDirectoryBucketHasADirectorysName() {
    String name = Buckets.freshName();
    Refused.with("InvalidBucketName", 400, () -> create(name));
    Refused.head(404, () -> s3.headBucket(of -> of.bucket(name)));
  }

  // ---- what is not for directory buckets

  static Stream<Arguments> generalPurposeOnly() {
    return Stream.of(
        call("GetBucketAcl", b -> s -> s.getBucketAcl(of -> of.bucket(b))),
        call("PutBucketAcl", b -> s -> s.putBucketAcl(of -> of.bucket(b).acl("private"))),
        call("GetBucketLocation", b -> s -> s.getBucketLocation(of -> of.bucket(b))),
        call("GetBucketVersioning", b -> s -> s.getBucketVersioning(of -> of.bucket(b))),
        call(
            "PutBucketVersioning",
            b ->
                s ->
                    s.putBucketVersioning(of ->
                        of.bucket(b)
                            .versioningConfiguration(
                                to -> to.status(BucketVersioningStatus.ENABLED)))),
        call("GetPublicAccessBlock", b -> s -> s.getPublicAccessBlock(of -> of.bucket(b))),
        call("DeletePublicAccessBlock", b -> s -> s.deletePublicAccessBlock(of -> of.bucket(b))),
        call(
            "PutPublicAccessBlock",
            b ->
                s ->
                    s.putPublicAccessBlock(of ->
                        of.bucket(b)
                            .publicAccessBlockConfiguration(to -> to.blockPublicPolicy(false)))),
        call(
            "PutBucketOwnershipControls",
            b ->
                s ->
                    s.putBucketOwnershipControls(of ->
                        of.bucket(b)
                            .ownershipControls(to ->
                                to.rules(
                                    OwnershipControlsRule.builder()
                                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                                        .build())))),
        call(
            "GetBucketOwnershipControls",
            b -> s -> s.getBucketOwnershipControls(of -> of.bucket(b))),
        call("GetBucketPolicyStatus", b -> s -> s.getBucketPolicyStatus(of -> of.bucket(b))),
        call("GetBucketTagging", b -> s -> s.getBucketTagging(of -> of.bucket(b))),
        call("GetBucketWebsite", b -> s -> s.getBucketWebsite(of -> of.bucket(b))),
        call("GetBucketLogging", b -> s -> s.getBucketLogging(of -> of.bucket(b))),
        call(
            "PutBucketLogging",
            b -> s -> s.putBucketLogging(of -> of.bucket(b).bucketLoggingStatus(to -> {}))),
        call("GetBucketCors", b -> s -> s.getBucketCors(of -> of.bucket(b))),
        call("DeleteBucketCors", b -> s -> s.deleteBucketCors(of -> of.bucket(b))),
        call(
            "PutBucketCors",
            b ->
                s ->
                    s.putBucketCors(of ->
                        of.bucket(b)
                            .corsConfiguration(to ->
                                to.corsRules(
                                    CORSRule.builder()
                                        .allowedOrigins("*")
                                        .allowedMethods("GET")
                                        .build())))),
        call(
            "GetObjectLockConfiguration",
            b -> s -> s.getObjectLockConfiguration(of -> of.bucket(b))),
        call(
            "GetBucketLifecycleConfiguration",
            b -> s -> s.getBucketLifecycleConfiguration(of -> of.bucket(b))),
        call("DeleteBucketLifecycle", b -> s -> s.deleteBucketLifecycle(of -> of.bucket(b))),
        call(
            "PutBucketLifecycleConfiguration",
            b ->
                s ->
                    s.putBucketLifecycleConfiguration(of ->
                        of.bucket(b)
                            .lifecycleConfiguration(to ->
                                to.rules(
                                    LifecycleRule.builder()
                                        .status(ExpirationStatus.ENABLED)
                                        .filter(filter -> filter.prefix(""))
                                        .expiration(after -> after.days(1))
                                        .build())))),
        call(
            "GetBucketNotificationConfiguration",
            b -> s -> s.getBucketNotificationConfiguration(of -> of.bucket(b))),
        call("ListObjects", b -> s -> s.listObjects(of -> of.bucket(b))),
        call("ListObjectVersions", b -> s -> s.listObjectVersions(of -> of.bucket(b))),
        call("GetObjectAcl", b -> s -> s.getObjectAcl(of -> of.bucket(b).key("k"))),
        call("GetObjectTagging", b -> s -> s.getObjectTagging(of -> of.bucket(b).key("k"))),
        call("UpdateObjectEncryption", b -> s -> s.updateObjectEncryption(of -> update(of, b))));
  }

  private static void update(UpdateObjectEncryptionRequest.Builder of, String bucket) {
    String key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    of.bucket(bucket).key("k").objectEncryption(to -> to.ssekms(kms -> kms.kmsKeyArn(key)));
  }

  /** A call on a bucket by a client. */
  interface OnBucket {
    Consumer<S3Client> of(String bucket);
  }

  private static Arguments call(String name, OnBucket call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest
  @MethodSource("generalPurposeOnly")
  void whatDirectoryBucketsDoNotHaveIsRefusedByName(String operation, OnBucket call) {
    String bucket = fresh();
    Refused refused = Refused.with("NotImplemented", 501, () -> call.of(bucket).accept(s3));
    assertThat(refused.message()).contains(operation, "directory buckets");
    assertThat(exists(bucket)).isTrue();
  }

  // ---- policies

  private String policy(String bucket, String action, String resource) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"%s",
    "Resource":"%s","Condition":{"StringEquals":{"s3express:SessionMode":"ReadWrite"}}}]}\
    """
        .formatted(action, resource == null ? arn(bucket) : resource);
  }

  @Test
  void aPolicyComesBackAsItWasPutAndGoes() {
    String bucket = fresh();
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(of -> of.bucket(bucket)));
    String text = policy(bucket, "s3express:CreateSession", arn(bucket));
    s3.putBucketPolicy(of -> of.bucket(bucket).policy(text));
    assertThat(s3.getBucketPolicy(of -> of.bucket(bucket)).policy()).isEqualTo(text);
    s3.deleteBucketPolicy(of -> of.bucket(bucket));
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(of -> of.bucket(bucket)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:GetObject", "s3express:DeleteBucket", "s3express:PutBucketPolicy"})
  void aPolicyIsAboutSessionsAlone(String action) {
    String bucket = fresh();
    Refused.with(
        "MalformedPolicy",
        400,
        () ->
            s3.putBucketPolicy(
                of -> of.bucket(bucket).policy(policy(bucket, action, arn(bucket)))));
    Refused.with(
        "MalformedPolicy",
        400,
        () ->
            s3.putBucketPolicy(of ->
                of.bucket(bucket)
                    .policy(policy(bucket, "s3express:CreateSession", "arn:aws:s3:::" + bucket))));
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(of -> of.bucket(bucket)));
  }

  @Test
  void anExpectedOwnerIsNotServedOnConfiguration() {
    String bucket = fresh();
    String own = server.account();
    String text = policy(bucket, "s3express:CreateSession", arn(bucket));
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> s3.putBucketPolicy(of -> of.bucket(bucket).policy(text).expectedBucketOwner(own)),
            () -> s3.getBucketPolicy(of -> of.bucket(bucket).expectedBucketOwner(own)),
            () -> s3.deleteBucketPolicy(of -> of.bucket(bucket).expectedBucketOwner(own)),
            () -> s3.getBucketEncryption(of -> of.bucket(bucket).expectedBucketOwner(own)),
            () -> s3.deleteBucketEncryption(of -> of.bucket(bucket).expectedBucketOwner(own)),
            () ->
                s3.putBucketEncryption(of ->
                    of.bucket(bucket)
                        .expectedBucketOwner(own)
                        .serverSideEncryptionConfiguration(
                            to -> to.rules(rule(ServerSideEncryption.AES256, null)))))) {
      Refused.with("NotImplemented", 501, call);
    }
    Refused.with("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(of -> of.bucket(bucket)));
  }

  // ---- encryption

  private static ServerSideEncryptionRule rule(
      ServerSideEncryption algorithm, @Nullable String key) {
    return ServerSideEncryptionRule.builder()
        .applyServerSideEncryptionByDefault(to -> to.sseAlgorithm(algorithm).kmsMasterKeyID(key))
        .build();
  }

  private void put(String bucket, ServerSideEncryptionRule rule) {
    s3.putBucketEncryption(
        of -> of.bucket(bucket).serverSideEncryptionConfiguration(to -> to.rules(rule)));
  }

  private ServerSideEncryptionRule get(String bucket) {
    var rules =
        s3.getBucketEncryption(of -> of.bucket(bucket)).serverSideEncryptionConfiguration().rules();
    assertThat(rules).hasSize(1);
    return rules.getFirst();
  }

  private void assertDefault(String bucket, ServerSideEncryption algorithm, @Nullable String key) {
    ServerSideEncryptionRule rule = get(bucket);
    ServerSideEncryptionByDefault shown = rule.applyServerSideEncryptionByDefault();
    assertThat(shown.sseAlgorithm()).isEqualTo(algorithm);
    assertThat(shown.kmsMasterKeyID()).isEqualTo(key);
    assertThat(rule.bucketKeyEnabled()).isTrue();
    assertThat(rule.blockedEncryptionTypes()).isNull();
  }

  private String key() {
    return kms.createKey().keyMetadata().arn();
  }

  @Test
  void oneKeyForLifeAndBucketKeysAlways() {
    String bucket = fresh();
    String key = key();
    String other = key();
    assertDefault(bucket, ServerSideEncryption.AES256, null);
    put(
        bucket,
        rule(ServerSideEncryption.AWS_KMS, key).toBuilder().bucketKeyEnabled(false).build());
    assertDefault(bucket, ServerSideEncryption.AWS_KMS, key);
    Refused.with(
        "InvalidArgument", 400, () -> put(bucket, rule(ServerSideEncryption.AWS_KMS, other)));
    assertDefault(bucket, ServerSideEncryption.AWS_KMS, key);
    s3.deleteBucketEncryption(of -> of.bucket(bucket));
    assertDefault(bucket, ServerSideEncryption.AES256, null);
    Refused.with(
        "InvalidArgument", 400, () -> put(bucket, rule(ServerSideEncryption.AWS_KMS, other)));
    assertDefault(bucket, ServerSideEncryption.AES256, null);
    String id = key.substring(key.indexOf('/') + 1);
    put(bucket, rule(ServerSideEncryption.AWS_KMS, id));
    assertDefault(bucket, ServerSideEncryption.AWS_KMS, id);
  }

  @Test
  void whatIsNoKeyOfItsOwnIsRefused() {
    String key = key();
    String alias = "alias/d-" + UUID.randomUUID();
    kms.createAlias(of -> of.aliasName(alias).targetKeyId(key));
    String missing =
        "arn:aws:kms:us-east-1:" + server.account() + ":key/134f2428-cec1-4b25-a1ae-9048164dba47";
    refused("InvalidArgument", ServerSideEncryption.AWS_KMS, alias);
    refused("InvalidArgument", ServerSideEncryption.AWS_KMS, "alias/aws/s3");
    refused("InvalidArgument", ServerSideEncryption.AWS_KMS, "aws/s3");
    refused("InvalidArgument", ServerSideEncryption.AWS_KMS, null);
    refused("InvalidArgument", ServerSideEncryption.AWS_KMS_DSSE, key);
    refused("InvalidArgument", ServerSideEncryption.AES256, key);
    refused("KMS.NotFoundException", ServerSideEncryption.AWS_KMS, "no-key");
    refused("KMS.NotFoundException", ServerSideEncryption.AWS_KMS, missing);
    refused(
        "KMS.NotFoundException",
        ServerSideEncryption.AWS_KMS,
        missing.replace("us-east-1", "eu-west-1"));
  }

  @Test
  void aKeyThatIsNotReadyIsRefused() {
    String key = key();
    kms.disableKey(of -> of.keyId(key));
    refused("KMS.DisabledException", ServerSideEncryption.AWS_KMS, key);
    kms.scheduleKeyDeletion(of -> of.keyId(key).pendingWindowInDays(7));
    refused("KMS.KMSInvalidStateException", ServerSideEncryption.AWS_KMS, key);
    String mac =
        kms.createKey(of -> of.keySpec("HMAC_256").keyUsage("GENERATE_VERIFY_MAC"))
            .keyMetadata()
            .arn();
    refused("KMS.InvalidKeyUsageException", ServerSideEncryption.AWS_KMS, mac);
  }

  private void refused(String code, ServerSideEncryption algorithm, @Nullable String key) {
    String bucket = fresh();
    Refused.with(code, 400, () -> put(bucket, rule(algorithm, key)));
    assertDefault(bucket, ServerSideEncryption.AES256, null);
    put(bucket, rule(ServerSideEncryption.AWS_KMS, key()));
  }

  @Test
  void theTypedClientAndTheServerAgree() {
    var bucket = new DirectoryBucket(fresh());
    String key = key();
    var credentials = Credentials.of(server.accessKeyId(), server.secretAccessKey());
    try (var client = CofferClient.builder(server.http()).credentials(credentials).build()) {
      SyncClient calls = client.sync();
      for (DirectoryEncryption put :
          List.of(DirectoryEncryption.sseKms(key), DirectoryEncryption.sseS3())) {
        calls.putBucketEncryption(bucket, put);
        assertThat(calls.getBucketEncryption(bucket).findDirectoryEncryption()).contains(put);
      }
      String other = key();
      assertThatThrownBy(() -> calls.putBucketEncryption(bucket, DirectoryEncryption.sseKms(other)))
          .isInstanceOf(InvalidArgumentException.class);
      calls.putBucketEncryption(bucket, DirectoryEncryption.sseKms(key));
      calls.deleteBucketEncryption(bucket);
    }
    assertDefault(bucket.name(), ServerSideEncryption.AES256, null);
  }

  @Test
  void nothingIsBlocked() {
    String bucket = fresh();
    for (EncryptionType type : List.of(EncryptionType.SSE_C, EncryptionType.NONE)) {
      Refused.with(
          "InvalidArgument",
          400,
          () ->
              put(
                  bucket,
                  rule(ServerSideEncryption.AES256, null).toBuilder()
                      .blockedEncryptionTypes(of -> of.encryptionType(type))
                      .build()));
    }
    assertDefault(bucket, ServerSideEncryption.AES256, null);
  }

  // ---- hosts and services

  private RawClient signedFor(String service) {
    return new RawClient(
        server.http(),
        new Signer(
            server.accessKeyId(),
            SecretAccessKey.of(server.secretAccessKey()),
            "us-east-1",
            service,
            null));
  }

  @Test
  void amazonsOwnHostsAreKnown() {
    RawClient express = signedFor("s3express");
    String name = freshName();
    String control = "s3express-control.us-east-1.amazonaws.com";
    String zonal = name + ".s3express-" + ZONE + ".us-east-1.amazonaws.com";
    String body =
        "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Location>"
            + "<Name>use1-az4</Name><Type>AvailabilityZone</Type></Location><Bucket>"
            + "<DataRedundancy>SingleAvailabilityZone</DataRedundancy><Type>Directory</Type>"
            + "</Bucket></CreateBucketConfiguration>";
    var created = express.send("PUT", "/" + name, body, "Host", control).is(200);
    assertThat(created.header("x-amz-bucket-arn")).isEqualTo(arn(name));
    express.get("/", "Host", control).is(200);
    express.get("/" + name + "?encryption", "Host", control).is(200);
    express.send("HEAD", "/", "", "Host", zonal).is(200);
    express.send("HEAD", "/" + name, "").is(200);
    express.send("HEAD", "/", "", "Host", name + ".localhost").is(200);
    express.send("DELETE", "/", "", "Host", zonal).refuses("MethodNotAllowed", 405);
    express.send("DELETE", "/general", "", "Host", control).refuses("InvalidBucketName", 400);
    signedFor("s3").send("DELETE", "/" + name, "").refuses("AuthorizationHeaderMalformed", 400);
    express.send("DELETE", "/" + name, "", "Host", control).is(204);
  }

  @Test
  void otherBucketsAreNotForTheirService() {
    String name = Buckets.freshName();
    signedFor("s3express").send("PUT", "/" + name, "").refuses("AuthorizationHeaderMalformed", 400);
    signedFor("s3").send("HEAD", "/" + name, "").is(404);
  }

  @Test
  void nobodyLearnsAnything() {
    String bucket = fresh();
    RawClient raw = signedFor("s3express");
    for (String target : List.of("/" + bucket + "?encryption", "/" + bucket + "?policy")) {
      assertThat(raw.anonymous("GET", target, "").refuses("AccessDenied", 403).body())
          .contains("<Message>Access Denied</Message>");
    }
    raw.anonymous("GET", "/" + bucket + "?tagging", "").refuses("AccessDenied", 403);
  }
}
