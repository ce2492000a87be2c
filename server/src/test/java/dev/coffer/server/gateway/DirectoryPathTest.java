package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.OTHER;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.STRANGER;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Rights;
import dev.coffer.server.table.Served;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests about directory buckets: how they are told from others, and who may. */
class DirectoryPathTest {
  private static final String BUCKET = "logs--use1-az4--x-s3";
  private static final String ARN = "arn:aws:s3express:us-east-1:111122223333:bucket/" + BUCKET;
  private static final String CONTROL = "s3express-control.us-east-1.amazonaws.com";
  private static final String ZONAL = BUCKET + ".s3express-use1-az4.us-east-1.amazonaws.com";
  static final String CONFIGURATION =
      "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Location>"
          + "<Name>use1-az4</Name><Type>AvailabilityZone</Type></Location><Bucket><DataRedundancy>"
          + "SingleAvailabilityZone</DataRedundancy><Type>Directory</Type></Bucket>"
          + "</CreateBucketConfiguration>";
  static final AccessKey KEY =
      new AccessKey("AKIAOWNER", SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG"), OWNER, OWNER.id());

  @TempDir private Path folder;

  private S3World world;
  private Gateway gateway;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    Entropy entropy = Entropy.system();
    InstantSource clock = InstantSource.fixed(S3World.NOW);
    gateway =
        new OneKeyGateway(KEY, "us-east-1", clock, entropy)
            .serving(world.table, new StoreProtections(world.store));
    world.createBucket("general");
    world.send(ROOT, request("PUT", "/" + BUCKET, null, CONFIGURATION));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String asked(String service, String method, String host, String path, String body) {
    int mark = path.indexOf('?');
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        new Request(
            method,
            mark < 0 ? path : path.substring(0, mark),
            mark < 0 ? null : path.substring(mark + 1),
            Headers.of("Host", host, "Content-Length", Integer.toString(bytes.length)),
            Body.of(bytes),
            S3World.PEER);
    var hash = new ContentHash.UnsignedPayload();
    var signer = new Signer(KEY.id(), KEY.secret(), "us-east-1", service, null);
    Response response = gateway.handle(signer.sign(request, hash, S3World.NOW));
    return response.status() + " " + text(response);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, /logs--use1-az4--x-s3",
    "127.0.0.1:9000, /logs--use1-az4--x-s3",
    "logs--use1-az4--x-s3.localhost, /",
    "logs--use1-az4--x-s3.localhost:9000, /",
    "logs--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com, /",
    "logs--use1-az4--x-s3.s3express-fips-use1-az4.us-east-1.amazonaws.com, /",
    "logs--use1-az4--x-s3.s3express-use1-az4.dualstack.us-east-1.amazonaws.com:9000, /",
    "s3.us-east-1.amazonaws.com, /logs--use1-az4--x-s3",
  })
  void aDirectorysNameIsFoundOnAnyHostWithItsOwnServiceAlone(String host, String path) {
    assertThat(asked("s3express", "HEAD", host, path, "")).startsWith("200 ");
    assertThat(asked("s3", "HEAD", host, path, "")).startsWith("400 ");
    assertThat(asked("s3", "GET", host, path + "?list-type=2", ""))
        .startsWith("400 ")
        .contains(
            "AuthorizationHeaderMalformed",
            "incorrect service &quot;s3&quot;. This endpoint belongs to &quot;s3express&quot;.");
  }

  @ParameterizedTest
  @CsvSource({"localhost, /general", "general.localhost, /", "s3.amazonaws.com, /general"})
  void otherNamesAreNotForThatService(String host, String path) {
    assertThat(asked("s3", "HEAD", host, path, "")).startsWith("200 ");
    assertThat(asked("s3express", "GET", host, path + "?list-type=2", ""))
        .startsWith("400 ")
        .contains(
            "incorrect service &quot;s3express&quot;. This endpoint belongs to &quot;s3&quot;.");
  }

  @Test
  void theListingsAreToldApartByHostOrService() {
    assertThat(asked("s3", "GET", "localhost", "/", ""))
        .contains("<ListAllMyBucketsResult", "<Name>general</Name>")
        .doesNotContain(BUCKET);
    for (String host : List.of("localhost", "127.0.0.1:9000", CONTROL)) {
      assertThat(asked("s3express", "GET", host, "/?max-directory-buckets=7", ""))
          .startsWith("200 ")
          .contains("<ListAllMyDirectoryBucketsResult", "<BucketArn>" + ARN + "</BucketArn>")
          .doesNotContain("<Name>general</Name>");
    }
    assertThat(asked("s3", "GET", CONTROL, "/", "")).startsWith("400 ");
  }

  @ParameterizedTest
  @CsvSource({
    "s3express-control.us-east-1.amazonaws.com, /new--use1-az4--x-s3",
    "localhost, /new--use1-az4--x-s3",
    "new--use1-az4--x-s3.localhost, /",
  })
  void aBucketIsMadeAndRemoved(String host, String path) {
    assertThat(asked("s3express", "PUT", host, path, CONFIGURATION)).startsWith("200 ");
    assertThat(world.store.buckets().require("new--use1-az4--x-s3").directory()).isTrue();
    assertThat(asked("s3express", "DELETE", host, path, "")).startsWith("204 ");
    assertThat(world.store.buckets().find("new--use1-az4--x-s3")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, s3express-control.us-east-1.amazonaws.com, /general",
    "PUT, s3express-control.us-east-1.amazonaws.com, /other",
    "DELETE, s3express-control.us-east-1.amazonaws.com, /general",
    "GET, s3express-control.us-east-1.amazonaws.com, /general?encryption",
    "GET, general.s3express-use1-az4.us-east-1.amazonaws.com, /?list-type=2",
    "GET, logs--use1-az4--x-s3.s3express-use1-az5.us-east-1.amazonaws.com, /?list-type=2",
  })
  void onAmazonsHostsANameOfTheOtherKindIsNone(String method, String host, String path) {
    List<Entry> before = world.rows("general");
    assertThat(asked("s3express", method, host, path, CONFIGURATION))
        .startsWith("400 ")
        .contains("<Code>InvalidBucketName</Code>");
    assertThat(world.rows("general")).isEqualTo(before);
  }

  @Test
  void onAmazonsHostsEachOperationIsAtItsOwn() {
    assertThat(asked("s3express", "HEAD", CONTROL, "/" + BUCKET, "")).startsWith("405 ");
    assertThat(asked("s3express", "DELETE", ZONAL, "/", ""))
        .startsWith("405 ")
        .contains("<Code>MethodNotAllowed</Code>");
    assertThat(world.store.buckets().find(BUCKET)).isPresent();
  }

  @Test
  void aFormIsNotTaken() {
    Request form =
        new Request(
            "POST",
            "/" + BUCKET,
            null,
            Headers.of("Host", "localhost", "Content-Type", "multipart/form-data; boundary=x"),
            Body.empty(),
            S3World.PEER);
    assertThat(gateway.handle(form).status()).isEqualTo(405);
  }

  // ---- what is served

  static Stream<Facts> operationsOnBuckets() {
    return Model.s3().operations().stream()
        .filter(facts -> facts.routed() && !facts.on().equals("service"));
  }

  /** Each of Amazon's operations on the bucket: the served ones are said so by their record. */
  @Test
  void whatIsNotServedForDirectoryBucketsIsRefusedByName() {
    int refused = 0;
    List<Entry> before = world.rows(BUCKET);
    for (Facts facts : operationsOnBuckets().toList()) {
      boolean served = world.table.find(facts.operation()).flatMap(Served::directory).isPresent();
      if (!served && !facts.on().startsWith("path:")) {
        S3Exception refusal = world.refusal(ROOT, of(facts));
        assertThat(refusal).as(facts.operation()).isNotNull();
        assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
        assertThat(refusal.text()).contains(facts.operation());
        refusal = world.refusal(S3World.ANYBODY, of(facts));
        assertThat(refusal).isNotNull();
        assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(60);
    assertThat(world.rows(BUCKET)).isEqualTo(before);
  }

  private static final String EXPECTED = "x-amz-expected-bucket-owner";
  private static final String SSE = "x-amz-server-side-encryption";
  private static final Set<String> CHOOSING =
      Set.of("PutObject", "CreateMultipartUpload", "CopyObject", "CreateSession");

  private List<Facts> served() {
    return operationsOnBuckets()
        .filter(facts -> !facts.on().startsWith("path:"))
        .filter(facts -> world.table.find(facts.operation()).flatMap(Served::directory).isPresent())
        .toList();
  }

  private void assertArgument(Facts facts, String header, String value) {
    S3Exception refusal = world.refusal(ROOT, of(facts, header, value));
    assertThat(refusal).as("%s with %s", facts.operation(), header).isNotNull();
    assertThat(refusal.error()).as(facts.operation()).isEqualTo(S3Error.InvalidArgument);
  }

  /** Encryption is said where it is chosen; elsewhere it would be ignored. */
  @ParameterizedTest
  @CsvSource({
    SSE + ", AES256",
    SSE + ", aws:kms",
    SSE + "-aws-kms-key-id, key",
    SSE + "-context, e30=",
    SSE + "-bucket-key-enabled, true",
  })
  void whatChoosesNoEncryptionTakesNoWordOfIt(String header, String value) {
    List<Entry> before = world.rows(BUCKET);
    List<Facts> others =
        served().stream().filter(facts -> !CHOOSING.contains(facts.operation())).toList();
    assertThat(others)
        .extracting(Facts::operation)
        .contains(
            "CompleteMultipartUpload",
            "AbortMultipartUpload",
            "DeleteObject",
            "DeleteObjects",
            "RenameObject",
            "ListObjectsV2",
            "DeleteBucket");
    others.forEach(facts -> assertArgument(facts, header, value));
    assertThat(world.rows(BUCKET)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"algorithm", "key", "key-MD5"})
  void nothingTakesACustomersKey(String part) {
    List<Entry> before = world.rows(BUCKET);
    for (Facts facts : served()) {
      assertArgument(facts, SSE + "-customer-" + part, "AES256");
      if (!facts.selectingHeaders().contains("x-amz-copy-source")) {
        String header = "x-amz-copy-source-server-side-encryption-customer-" + part;
        assertArgument(facts, header, "AES256");
      }
    }
    assertThat(world.rows(BUCKET)).isEqualTo(before);
  }

  private static Request of(Facts facts) {
    return of(facts, new String[0]);
  }

  private static Request of(Facts facts, String... more) {
    String path = facts.on().equals("bucket") ? "/" + BUCKET : "/" + BUCKET + "/key";
    var selectors = new TreeSet<>(facts.selectors());
    facts.requiredQueries().forEach(name -> selectors.add(name + "=1"));
    String query = selectors.isEmpty() ? null : String.join("&", selectors);
    var headers = new ArrayList<>(List.of(more));
    if (!facts.selectingHeaders().isEmpty()) {
      headers.addAll(List.of("x-amz-copy-source", "/general/key"));
    }
    return request(facts.method(), path, query, "", headers.toArray(String[]::new));
  }

  // ---- who may

  private static String statement(String effect, String action, String resource, String more) {
    return "{\"Effect\":\""
        + effect
        + "\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\""
        + more
        + "}";
  }

  private static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  private @Nullable S3Exception created(Caller caller) {
    S3Exception refusal =
        world.refusal(caller, request("PUT", "/new--use1-az4--x-s3", null, CONFIGURATION));
    if (refusal == null) {
      world.send(ROOT, request("DELETE", "/new--use1-az4--x-s3", null, ""));
    }
    return refusal;
  }

  private static void assertDenied(@Nullable S3Exception refusal) {
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text()).isEqualTo("Access Denied");
  }

  @ParameterizedTest
  @CsvSource({
    "s3express:CreateBucket, *, true",
    "s3express:*, arn:aws:s3express:*:111122223333:bucket/new--*, true",
    "s3express:CreateBucket, arn:aws:s3express:us-east-1:111122223333:bucket/other, false",
    "s3express:CreateBucket, arn:aws:s3:::new--use1-az4--x-s3, false",
    "s3:CreateBucket, *, false",
    "s3express:DeleteBucket, *, false",
  })
  void creatingNeedsItsOwnAction(String action, String resource, boolean may) {
    Caller caller = user(OWNER, "u", policy(statement("Allow", action, resource, "")));
    if (may) {
      assertThat(created(caller)).isNull();
    } else {
      assertDenied(created(caller));
    }
  }

  @Test
  void aPolicyCanKeepBucketsOutOfZones() {
    for (String zone : List.of("use1-az4", "use1-az5")) {
      String condition =
          ",\"Condition\":{\"StringEquals\":{\"s3express:LocationName\":\"" + zone + "\"}}";
      Caller caller =
          user(OWNER, "u", policy(statement("Allow", "s3express:CreateBucket", "*", condition)));
      if (zone.equals("use1-az4")) {
        assertThat(created(caller)).isNull();
      } else {
        assertDenied(created(caller));
      }
    }
  }

  @Test
  void deletingIsTheOwningAccountsAlone() {
    Request delete = request("DELETE", "/" + BUCKET, null, "");
    String all = policy(statement("Allow", "*", "*", ""));
    for (Caller caller :
        List.of(STRANGER, S3World.ANYBODY, user(OTHER, "u", all), user(OWNER, "u"))) {
      assertDenied(world.refusal(caller, delete));
    }
    Caller s3Only = user(OWNER, "u", policy(statement("Allow", "s3:*", "*", "")));
    assertDenied(world.refusal(s3Only, delete));
    Caller may = user(OWNER, "u", policy(statement("Allow", "s3express:DeleteBucket", ARN, "")));
    assertThat(world.refusal(may, delete)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "s3express:CreateSession,, true",
    "s3express:CreateSession, ReadOnly, true",
    "s3express:CreateSession, ReadWrite, true",
    "s3express:CreateSession, Other, false",
    "s3express:DeleteBucket,, false",
    "s3:ListBucket,, false",
  })
  void whoMayBeginASessionMayAskWhetherTheBucketIsThere(
      String action, @Nullable String mode, boolean may) {
    String condition =
        mode == null
            ? ""
            : ",\"Condition\":{\"StringEquals\":{\"s3express:SessionMode\":\"" + mode + "\"}}";
    Caller caller = user(OWNER, "u", policy(statement("Allow", action, ARN, condition)));
    Request head = request("HEAD", "/" + BUCKET, null, "");
    if (may) {
      assertThat(world.refusal(caller, head)).isNull();
    } else {
      assertDenied(world.refusal(caller, head));
    }
    assertDenied(world.refusal(STRANGER, head));
  }

  @ParameterizedTest
  @CsvSource({
    ", NoSuchKey",
    "ReadWrite, NoSuchKey",
    "ReadOnly, AccessDenied",
    "Other, AccessDenied",
  })
  void whoeverMayOnlyReadRenamesNothing(@Nullable String mode, S3Error answer) {
    String condition =
        mode == null
            ? ""
            : ",\"Condition\":{\"StringEquals\":{\"s3express:SessionMode\":\"" + mode + "\"}}";
    Caller caller =
        user(OWNER, "u", policy(statement("Allow", "s3express:CreateSession", ARN, condition)));
    Request rename =
        request("PUT", "/" + BUCKET + "/new", "renameObject", "", "x-amz-rename-source", "old");
    S3Exception refusal = world.refusal(caller, rename);
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(answer);
    assertThat(refusal.text()).isEqualTo(answer.message());
  }

  @Test
  void aMissingBucketIsSaidFirst() {
    for (Caller caller : List.of(ROOT, STRANGER, S3World.ANYBODY, user(OWNER, "u"))) {
      for (String method : List.of("HEAD", "DELETE")) {
        S3Exception refusal =
            world.refusal(caller, request(method, "/none--use1-az4--x-s3", null, ""));
        assertThat(refusal).isNotNull();
        assertThat(refusal.error()).isEqualTo(S3Error.NoSuchBucket);
      }
    }
  }

  // ---- policies

  private Request policyOf(String method, String body, String... headers) {
    return request(method, "/" + BUCKET, "policy", body, headers);
  }

  private static String bucketPolicy(String effect, String principal, String action) {
    return policy(statement(effect, action, ARN, ",\"Principal\":" + principal));
  }

  private static final String OTHERS = "{\"AWS\":\"444455556666\"}";

  @Test
  void aPolicyComesBackAsItWasPutAndGoes() {
    String text = bucketPolicy("Allow", OTHERS, "s3express:CreateSession");
    world.send(ROOT, policyOf("PUT", text));
    assertThat(text(world.send(ROOT, policyOf("GET", "")))).isEqualTo(text);
    world.send(ROOT, policyOf("DELETE", ""));
    S3Exception none = world.refusal(ROOT, policyOf("GET", ""));
    assertThat(none).isNotNull();
    assertThat(none.error()).isEqualTo(S3Error.NoSuchBucketPolicy);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3",
    "s3express:DeleteBucket, arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3",
    "s3express:CreateSession, arn:aws:s3:::logs--use1-az4--x-s3",
    "s3express:CreateSession, arn:aws:s3express:us-east-1:444455556666:bucket/logs--use1-az4--x-s3",
  })
  void whatIsNoPolicyOfADirectoryBucketIsMalformed(String action, String resource) {
    String text = policy(statement("Allow", action, resource, ",\"Principal\":" + OTHERS));
    S3Exception refusal = world.refusal(ROOT, policyOf("PUT", text));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.MalformedPolicy);
    assertThat(world.store.buckets().require(BUCKET).access().policy()).isNull();
  }

  @Test
  void nobodyCanBeLetInByAPublicPolicy() {
    String text = bucketPolicy("Allow", "\"*\"", "s3express:CreateSession");
    assertDenied(world.refusal(ROOT, policyOf("PUT", text)));
    assertThat(world.store.buckets().require(BUCKET).access().policy()).isNull();
  }

  @Test
  void anotherAccountIsLetInToASessionAndToNothingElse() {
    Request head = request("HEAD", "/" + BUCKET, null, "");
    Caller trusted = user(OTHER, "u", policy(statement("Allow", "s3express:*", "*", "")));
    assertDenied(world.refusal(trusted, head));
    world.send(ROOT, policyOf("PUT", bucketPolicy("Allow", OTHERS, "s3express:*")));
    assertThat(world.refusal(trusted, head)).isNull();
    assertDenied(world.refusal(user(OTHER, "powerless"), head));
    assertDenied(world.refusal(trusted, policyOf("GET", "")));
    assertDenied(world.refusal(trusted, policyOf("PUT", "{}")));
    assertDenied(world.refusal(trusted, policyOf("DELETE", "")));
    assertDenied(world.refusal(trusted, request("DELETE", "/" + BUCKET, null, "")));
  }

  @Test
  void aPolicyTakesAwayButItsRootCanRepairIt() {
    String all = policy(statement("Allow", "s3express:*", "*", ""));
    Request delete = request("DELETE", "/" + BUCKET, null, "");
    world.send(ROOT, policyOf("PUT", bucketPolicy("Deny", "\"*\"", "s3express:*")));
    assertDenied(world.refusal(user(OWNER, "u", all), delete));
    assertDenied(world.refusal(user(OWNER, "u", all), policyOf("DELETE", "")));
    assertDenied(world.refusal(ROOT, delete));
    assertDenied(world.refusal(ROOT, request("HEAD", "/" + BUCKET, null, "")));
    world.send(ROOT, policyOf("DELETE", ""));
    assertThat(world.refusal(user(OWNER, "u", all), delete)).isNull();
  }

  @Test
  void aPolicyGivesItsOwnAccountNoRegionalOperation() {
    String user = "{\"AWS\":\"arn:aws:iam::111122223333:user/u\"}";
    world.send(ROOT, policyOf("PUT", bucketPolicy("Allow", user, "s3express:*")));
    assertThat(world.refusal(user(OWNER, "u"), request("HEAD", "/" + BUCKET, null, ""))).isNull();
    assertDenied(world.refusal(user(OWNER, "u"), policyOf("GET", "")));
    assertDenied(world.refusal(user(OWNER, "u"), request("DELETE", "/" + BUCKET, null, "")));
  }

  @ParameterizedTest
  @CsvSource({"PUT", "GET", "DELETE"})
  void anExpectedOwnerIsNotServedOnPolicies(String method) {
    for (String owner : List.of(OWNER.id(), OTHER.id(), "0000")) {
      S3Exception refusal =
          world.refusal(ROOT, policyOf(method, "{}", "x-amz-expected-bucket-owner", owner));
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    }
  }

  @Test
  void aContentMd5IsNotServed() {
    S3Exception refusal =
        world.refusal(ROOT, policyOf("PUT", "{}", "Content-MD5", "mZFLkyvTelC5g8XnyQrpOw=="));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    assertThat(refusal.elements()).containsEntry("Header", "Content-MD5");
  }

  @ParameterizedTest
  @CsvSource({
    "s3express:DeleteBucket, true",
    "s3express:CreateSession, true",
    "s3express:CreateBucket, true",
    "s3:DeleteBucket, false",
  })
  void anExplanationAsksTheSame(String action, boolean may) {
    String all = policy(statement("Allow", "s3express:*", "*", ""));
    var finder = new BucketResources(new StoreProtections(world.store));
    var subject = user(OWNER, "u", all).subject();
    var found = finder.find(subject, action, ARN, ConditionKeys.NONE).orElseThrow();
    var rights = new Rights(subject, found.accountId(), found.policies(), ConditionKeys.NONE);
    assertThat(rights.refusal(action, ARN).isEmpty()).isEqualTo(may);
    world.send(ROOT, policyOf("PUT", bucketPolicy("Deny", "\"*\"", "s3express:*")));
    found = finder.find(subject, action, ARN, ConditionKeys.NONE).orElseThrow();
    rights = new Rights(subject, found.accountId(), found.policies(), ConditionKeys.NONE);
    assertThat(rights.refusal(action, ARN).isEmpty())
        .isEqualTo(action.equals("s3express:CreateBucket"));
  }

  // ---- encryption

  private static final String SSE_S3 =
      "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"
          + "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
          + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";

  private Request encryption(String method, String body, String... headers) {
    return request(method, "/" + BUCKET, "encryption", body, headers);
  }

  @Test
  void theDefaultEncryptionIsReadSetAndReset() {
    String shown =
        "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
            + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>";
    assertThat(text(world.send(ROOT, encryption("GET", "")))).contains(shown);
    assertThat(world.send(ROOT, encryption("PUT", SSE_S3)).status()).isEqualTo(200);
    assertThat(text(world.send(ROOT, encryption("GET", "")))).contains(shown);
    assertThat(world.send(ROOT, encryption("DELETE", "")).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, s3express:PutEncryptionConfiguration, s3express:GetEncryptionConfiguration",
    "DELETE, s3express:PutEncryptionConfiguration, s3express:GetEncryptionConfiguration",
    "GET, s3express:GetEncryptionConfiguration, s3express:PutEncryptionConfiguration",
  })
  void whoMayIsInIdentityPoliciesAlone(String method, String action, String other) {
    Request asked = encryption(method, SSE_S3);
    Caller just = user(OWNER, "u", policy(statement("Allow", action, ARN, "")));
    assertThat(world.refusal(just, asked)).isNull();
    String everyother =
        statement("Allow", "s3:*", "*", "") + "," + statement("Allow", other, "*", "");
    world.send(ROOT, policyOf("PUT", bucketPolicy("Allow", OTHERS, "s3express:*")));
    String all = policy(statement("Allow", "*", "*", ""));
    for (Caller caller :
        List.of(
            user(OWNER, "u", policy(everyother)),
            user(OTHER, "u", all),
            STRANGER,
            S3World.ANYBODY)) {
      assertDenied(world.refusal(caller, asked));
    }
  }

  @ParameterizedTest
  @CsvSource({"PUT", "GET", "DELETE"})
  void anExpectedOwnerIsNotServedOnEncryption(String method) {
    for (String owner : List.of(OWNER.id(), OTHER.id(), "0000", "")) {
      S3Exception refusal =
          world.refusal(ROOT, encryption(method, SSE_S3, "x-amz-expected-bucket-owner", owner));
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
      assertThat(refusal.elements()).containsEntry("Header", "x-amz-expected-bucket-owner");
    }
  }

  /** Amazon's model says of each operation whether the header is served. */
  @Test
  void anExpectedOwnerIsNotServedAboutTheBucketItself() {
    for (String owner : List.of(OWNER.id(), OTHER.id())) {
      S3Exception refusal =
          world.refusal(ROOT, request("DELETE", "/" + BUCKET, null, "", EXPECTED, owner));
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
      assertThat(refusal.elements()).containsEntry("Header", EXPECTED);
    }
    assertThat(world.store.buckets().find(BUCKET)).isPresent();
  }

  /** Also by CreateSession and RenameObject, for which Amazon's model has none. */
  @Test
  void anExpectedOwnerIsHeededByAllElse() {
    int heeded = 0;
    for (Facts facts : served()) {
      Directory directory =
          world.table.find(facts.operation()).flatMap(Served::directory).orElseThrow();
      if (directory.endpoint() == Directory.Endpoint.ZONAL) {
        assertDenied(world.refusal(ROOT, of(facts, EXPECTED, OTHER.id())));
        heeded++;
      }
    }
    assertThat(heeded).isEqualTo(18);
  }

  @Test
  void anExpectedOwnerWhoIsTheOwnerHindersNoSessionAndNoRename() {
    world.put("/" + BUCKET + "/one", "text");
    Request session = request("GET", "/" + BUCKET, "session", "", EXPECTED, OWNER.id());
    assertThat(world.refusal(ROOT, session)).isNull();
    Request rename =
        request(
            "PUT",
            "/" + BUCKET + "/two",
            "renameObject",
            "",
            "x-amz-rename-source",
            "one",
            EXPECTED,
            OWNER.id());
    assertThat(world.refusal(ROOT, rename)).isNull();
  }

  @Test
  void aKeyIsLookedAtBeforeItIsStored() {
    String body =
        SSE_S3.replace(
            "AES256</SSEAlgorithm>", "aws:kms</SSEAlgorithm><KMSMasterKeyID>none</KMSMasterKeyID>");
    S3Exception refusal = world.refusal(ROOT, encryption("PUT", body));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.KMS_NotFoundException);
    assertThat(text(world.send(ROOT, encryption("GET", "")))).contains("AES256");
  }
}
