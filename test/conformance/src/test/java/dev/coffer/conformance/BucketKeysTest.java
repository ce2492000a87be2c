package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * S3 Bucket Keys over the wire, counted by the audit log of the key service: they save calls, and
 * whatever takes the key away binds the very next request. Source: spec/encryption.md §4.
 */
@Execution(ExecutionMode.SAME_THREAD) // a change of any key makes others be asked for again
class BucketKeysTest {
  private static final Type BUCKET_KEY = Type.SSE_KMS_BUCKET_KEY;
  private static final int OBJECTS = 25;

  @TempDir static Path folder;

  private static StartedServer server;
  private static S3Client s3;
  private static KmsClient kms;

  @BeforeAll
  static void start() {
    server = StartedServer.over(folder.resolve("data"));
    s3 = server.s3();
    kms = server.kms();
  }

  @AfterAll
  static void stop() {
    s3.close();
    kms.close();
    server.close();
  }

  private String newKey() {
    return kms.createKey().keyMetadata().arn();
  }

  private static RawClient raw() {
    return RawClient.of(server);
  }

  private static Sealed bucket(String keyArn) {
    return Sealed.fresh(raw(), new Buckets(s3), keyArn);
  }

  private static void require(KeyCalls calls, long made, long opened) {
    assertThat(calls.made()).as("calls of GenerateDataKey").isEqualTo(made);
    assertThat(calls.opened()).as("calls of Decrypt").isEqualTo(opened);
  }

  // ---- what they save

  @Test
  void manyObjectsTakeOneCallEachWay() {
    Sealed in = bucket(newKey());
    var calls = new KeyCalls(server, in.keyArn());
    in.byDefault(BUCKET_KEY);
    for (int i = 0; i < OBJECTS; i++) {
      in.shows(BUCKET_KEY, in.send("PUT", "k" + i, "x").is(200));
      assertThat(in.get("k" + i, BUCKET_KEY).is(200).body()).isEqualTo("x");
      in.shows(BUCKET_KEY, in.send("PUT", "copy" + i, "", in.from("k" + i, BUCKET_KEY)).is(200));
    }
    require(calls, 1, 1);
  }

  @Test
  void withoutThemEachObjectTakesACallAndListAndHeadNone() {
    Sealed in = bucket(newKey());
    var calls = new KeyCalls(server, in.keyArn());
    for (int i = 0; i < OBJECTS; i++) {
      in.put("k" + i, Type.SSE_KMS, "x");
      in.get("k" + i, Type.SSE_KMS).is(200);
    }
    require(calls, OBJECTS, OBJECTS);
    for (int i = 0; i < OBJECTS; i++) {
      in.head("k" + i, Type.SSE_KMS);
    }
    for (String list : new String[] {"", "?list-type=2", "?versions", "?uploads"}) {
      raw().get("/" + in.bucket() + list).is(200);
    }
    in.send("GET", "k0?attributes", "", attributes("ETag,ObjectSize")).is(200);
    require(calls, OBJECTS, OBJECTS);
    in.send("GET", "k0?attributes", "", attributes("Checksum")).is(200);
    require(calls, OBJECTS, OBJECTS + 1);
  }

  private static Headers attributes(String names) {
    return Headers.of("x-amz-object-attributes", names);
  }

  @Test
  void eachRequesterIsAskedForAndEachBucketHasItsOwn() {
    Sealed in = bucket(newKey());
    Sealed other = bucket(in.keyArn());
    Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
    var calls = new KeyCalls(server, in.keyArn());
    for (int i = 0; i < 3; i++) {
      in.put("root", BUCKET_KEY, "x");
      other.put("root", BUCKET_KEY, "x");
      new Sealed(person.raw(), in.bucket(), in.keyArn()).put("user", BUCKET_KEY, "x");
    }
    require(calls, 3, 0);
  }

  @Test
  void aSessionOfADirectoryBucketTakesOneCallEachWayAndEachCopyItsOwn() {
    String key = newKey();
    try (S3Client control = server.builder().disableS3ExpressSessionAuth(true).build()) {
      String bucket = DirectorySessionsTest.directory(control);
      var byDefault =
          ServerSideEncryptionRule.builder()
              .applyServerSideEncryptionByDefault(
                  by -> by.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(key))
              .build();
      control.putBucketEncryption(
          put -> put.bucket(bucket).serverSideEncryptionConfiguration(to -> to.rules(byDefault)));
      var calls = new KeyCalls(server, key);
      require(calls, 1, 1); // PutBucketEncryption looks at the key
      for (int i = 0; i < OBJECTS; i++) {
        String name = "k" + i;
        s3.putObject(put -> put.bucket(bucket).key(name), RequestBody.fromString("x"));
        var got = s3.getObjectAsBytes(get -> get.bucket(bucket).key(name));
        assertThat(got.asUtf8String()).isEqualTo("x");
        assertThat(got.response().ssekmsKeyId()).isEqualTo(key);
        assertThat(got.response().bucketKeyEnabled()).isTrue();
      }
      require(calls, 2, 2);
      for (int i = 1; i <= 3; i++) {
        s3.copyObject(copy ->
            copy.sourceBucket(bucket)
                .sourceKey("k1")
                .destinationBucket(bucket)
                .destinationKey("copy"));
        require(calls, 2 + i, 2 + i);
      }
    }
  }

  // ---- what takes them away

  /** What ends somebody's use of a key. */
  enum Cause {
    DISABLED("KMS.DisabledException"),
    TO_BE_DELETED("KMS.KMSInvalidStateException"),
    POLICY("AccessDenied"),
    GRANT("AccessDenied"),
    USERS_POLICY("AccessDenied"),
    BOUNDARY("AccessDenied"),
    GROUP("AccessDenied");

    private final String code;

    Cause(String code) {
      this.code = code;
    }
  }

  /** A right to a key, and how it is taken away. */
  private record Right(Person person, Runnable end) {}

  private Right right(Cause cause, String keyArn) {
    return switch (cause) {
      case DISABLED -> all(() -> kms.disableKey(disable -> disable.keyId(keyArn)));
      case TO_BE_DELETED ->
          all(() -> kms.scheduleKeyDeletion(end -> end.keyId(keyArn).pendingWindowInDays(7)));
      case POLICY -> byPolicy(keyArn);
      case GRANT -> byGrant(keyArn);
      case USERS_POLICY -> {
        Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
        yield new Right(person, () -> person.may(Person.OBJECTS));
      }
      case BOUNDARY -> bounded();
      case GROUP -> inGroup();
    };
  }

  private Right all(Runnable end) {
    return new Right(Person.with(server, Person.OBJECTS_AND_KEYS), end);
  }

  private Right byPolicy(String keyArn) {
    Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*",
           "Resource":"*"},
          {"Effect":"Deny","Principal":{"AWS":"%s"},"Action":"kms:*","Resource":"*"}]}\
        """
            .formatted(server.account(), person.arn());
    return new Right(person, () -> kms.putKeyPolicy(put -> put.keyId(keyArn).policy(policy)));
  }

  private Right byGrant(String keyArn) {
    Person person = Person.with(server, Person.OBJECTS);
    String id =
        kms.createGrant(grant ->
                grant
                    .keyId(keyArn)
                    .granteePrincipal(person.arn())
                    .operations(GrantOperation.DECRYPT, GrantOperation.GENERATE_DATA_KEY))
            .grantId();
    return new Right(person, () -> kms.revokeGrant(revoke -> revoke.keyId(keyArn).grantId(id)));
  }

  private Right bounded() {
    Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
    String name = "b-" + UUID.randomUUID();
    String arn =
        person
            .iam()
            .iam("CreatePolicy", "PolicyName", name, "PolicyDocument", Person.OBJECTS)
            .element("Arn")
            .orElseThrow();
    Runnable end =
        () ->
            person
                .iam()
                .iam(
                    "PutUserPermissionsBoundary",
                    "UserName",
                    person.name(),
                    "PermissionsBoundary",
                    arn)
                .is(200);
    return new Right(person, end);
  }

  private Right inGroup() {
    Person person = Person.with(server, Person.OBJECTS);
    String group = "g-" + UUID.randomUUID();
    NamedCalls iam = person.iam();
    iam.iam("CreateGroup", "GroupName", group).is(200);
    iam.iam(
            "PutGroupPolicy",
            "GroupName",
            group,
            "PolicyName",
            "keys",
            "PolicyDocument",
            Person.allowing("kms:*"))
        .is(200);
    iam.iam("AddUserToGroup", "GroupName", group, "UserName", person.name()).is(200);
    Runnable end =
        () -> iam.iam("RemoveUserFromGroup", "GroupName", group, "UserName", person.name()).is(200);
    return new Right(person, end);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void whateverTakesAKeyAwayBindsTheNextRequest(Cause cause) {
    String keyArn = newKey();
    Right right = right(cause, keyArn);
    Sealed in = new Sealed(right.person().raw(), bucket(keyArn).bucket(), keyArn);
    var calls = new KeyCalls(server, keyArn);
    in.put("k", BUCKET_KEY, "x");
    String id = in.begin("up", BUCKET_KEY);
    for (int i = 0; i < 3; i++) {
      in.get("k", BUCKET_KEY).is(200);
      in.part("up", id, 1, "x").is(200);
    }
    require(calls, 1, 1);

    right.end().run();

    in.send("GET", "k", "").refuses(cause.code, 400 + (cause.code.equals("AccessDenied") ? 3 : 0));
    assertThat(in.send("PUT", "new", "x", BUCKET_KEY.written(keyArn)).code()).isEqualTo(cause.code);
    assertThat(in.part("up", id, 1, "x").code()).isEqualTo(cause.code);
    assertThat(in.send("PUT", "copy", "", in.from("k", BUCKET_KEY)).code()).isEqualTo(cause.code);
    require(calls, 2, 4);
    in.head("k", BUCKET_KEY);
  }

  @Test
  void anotherKeyBehindAnAliasIsUsedByTheNextRequest() {
    String first = newKey();
    String second = newKey();
    String alias = Keys.freshAlias();
    kms.createAlias(create -> create.aliasName(alias).targetKeyId(first));
    Sealed in = bucket(first);
    Answer before = in.send("PUT", "k", "x", BUCKET_KEY.written(alias)).is(200);
    assertThat(before.header("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo(first);
    kms.updateAlias(update -> update.aliasName(alias).targetKeyId(second));
    Answer after = in.send("PUT", "k", "x", BUCKET_KEY.written(alias)).is(200);
    assertThat(after.header("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo(second);
    kms.deleteAlias(delete -> delete.aliasName(alias));
    in.send("PUT", "k", "x", BUCKET_KEY.written(alias)).refuses("KMS.NotFoundException", 400);
  }

  @Test
  void materialThatExpiresTakesItsBucketKeyWithIt() throws InterruptedException {
    Instant end = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
    Sealed in = bucket(ImportedKey.until(kms, end));
    in.put("k", BUCKET_KEY, "x");
    in.get("k", BUCKET_KEY).is(200);
    TimeUnit.MILLISECONDS.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()) + 50);
    String text = in.keyArn() + " is pending import.";
    in.send("GET", "k", "").refuses("KMS.KMSInvalidStateException", 400).says(text);
    in.send("PUT", "k", "x", BUCKET_KEY.written(in.keyArn()))
        .refuses("KMS.KMSInvalidStateException", 400)
        .says(text);
  }
}
