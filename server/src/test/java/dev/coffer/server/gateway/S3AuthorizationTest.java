package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ANYBODY;
import static dev.coffer.server.gateway.S3World.OTHER;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.STRANGER;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies make of requests: condition keys, sources, versions, texts, public access. */
class S3AuthorizationTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String[] CUSTOMER = {
    SSE + "-customer-algorithm",
    "AES256",
    SSE + "-customer-key",
    "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=",
    SSE + "-customer-key-MD5",
    "JMwgiexXqwuPqIPjYFmIZQ=="
  };

  @TempDir private Path folder;

  private S3World world;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    world.createBucket("bucket");
    world.put("/bucket/key", "text");
  }

  @AfterEach
  void close() {
    world.close();
  }

  // ---- words

  private static String statement(
      String effect, String principal, String action, String resource, String condition) {
    return "{\"Effect\":\"%s\",\"Principal\":%s,\"Action\":\"%s\",\"Resource\":\"arn:aws:s3:::%s\"%s}"
        .formatted(
            effect,
            principal,
            action,
            resource,
            condition.isEmpty() ? "" : ",\"Condition\":" + condition);
  }

  private static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  private static String account(String id) {
    return "{\"AWS\":\"" + id + "\"}";
  }

  private static String identity(String action, String resource, String condition) {
    return policy(
        "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"%s}"
            .formatted(action, resource, condition.isEmpty() ? "" : ",\"Condition\":" + condition));
  }

  private void denyPut(String condition) {
    world.putPolicy(
        "bucket", policy(statement("Deny", "\"*\"", "s3:PutObject", "bucket/*", condition)));
  }

  private static Request put(String... headers) {
    return request("PUT", "/bucket/o", null, "x", headers);
  }

  private S3Error error(Caller caller, Request request) {
    S3Exception refusal = world.refusal(caller, request);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.error();
  }

  private void allowed(Caller caller, Request request) {
    S3Exception refusal = world.refusal(caller, request);
    assertThat(refusal == null ? "" : refusal.error() + " " + refusal.text()).isEmpty();
  }

  private void denied(Caller caller, Request request) {
    assertThat(error(caller, request)).isEqualTo(S3Error.AccessDenied);
  }

  // ---- encryption: R186 to R190, PO-001 to PO-010 as far as SSE-S3 goes

  @Test
  void uploadsThatDoNotSayTheDemandedEncryptionAreDenied() {
    denyPut("{\"StringNotEquals\":{\"s3:" + SSE + "\":\"aws:kms\"}}");
    denied(ROOT, put());
    S3Exception refusal = world.refusal(ROOT, put(SSE, "AES256"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.text())
        .isEqualTo(
            "User: arn:aws:iam::111122223333:root is not authorized to perform: s3:PutObject on"
                + " resource: \"arn:aws:s3:::bucket/o\" with an explicit deny in a resource-based"
                + " policy");
    assertThat(error(ROOT, put(SSE, "aws:kms"))).isNotEqualTo(S3Error.AccessDenied);
  }

  @Test
  void theDefaultIsNotTheRequestsWord() {
    denyPut("{\"Null\":{\"s3:" + SSE + "\":\"true\"}}");
    denied(ROOT, put());
    allowed(ROOT, put(SSE, "AES256"));
    allowed(
        ROOT,
        request("PUT", "/bucket/o", null, "", "x-amz-copy-source", "bucket/key", SSE, "AES256"));
    denied(ROOT, request("PUT", "/bucket/o", null, "", "x-amz-copy-source", "bucket/key"));
  }

  @Test
  void customersKeysAreDeniedOrDemanded() {
    denyPut("{\"Null\":{\"s3:" + SSE + "-customer-algorithm\":\"false\"}}");
    denied(ROOT, put(CUSTOMER));
    allowed(ROOT, put());
    String id = world.beginUpload("/bucket/o");
    denyPut("{\"Null\":{\"s3:" + SSE + "-customer-algorithm\":\"true\"}}");
    denied(ROOT, put());
    assertThat(world.refusal(ROOT, put(CUSTOMER)))
        .isNotNull()
        .satisfies(refusal -> assertThat(refusal.text()).doesNotContain("explicit deny"));
    denied(ROOT, request("PUT", "/bucket/o", "partNumber=1&uploadId=" + id, "x"));
    String parts = "<CompleteMultipartUpload></CompleteMultipartUpload>";
    denied(ROOT, request("POST", "/bucket/o", "uploadId=" + id, parts));
  }

  @Test
  void partsAreAskedWithTheEncryptionOfTheirUpload() {
    denyPut("{\"StringNotEquals\":{\"s3:" + SSE + "\":\"AES256\"}}");
    denied(ROOT, request("POST", "/bucket/o", "uploads", ""));
    world.send(ROOT, request("DELETE", "/bucket", "policy", ""));
    String id = world.beginUpload("/bucket/o");
    denyPut("{\"StringNotEquals\":{\"s3:" + SSE + "\":\"AES256\"}}");
    allowed(ROOT, request("PUT", "/bucket/o", "partNumber=1&uploadId=" + id, "x"));
    allowed(
        ROOT,
        request(
            "PUT",
            "/bucket/o",
            "partNumber=2&uploadId=" + id,
            "",
            "x-amz-copy-source",
            "bucket/key"));
    denyPut("{\"StringEquals\":{\"s3:" + SSE + "\":\"AES256\"}}");
    denied(ROOT, request("PUT", "/bucket/o", "partNumber=1&uploadId=" + id, "x"));
  }

  // ---- condition keys

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:prefix | home/ | prefix=home/ | prefix=other/",
        "s3:prefix | home/ | prefix=home%2F | list-type=2",
        "s3:delimiter | / | delimiter=/ | delimiter=-",
        "s3:max-keys | 5 | list-type=2&max-keys=5 | max-keys=6",
      })
  void listingsAreAskedWithTheirParameters(String key, String value, String yes, String no) {
    Caller caller =
        user(
            OWNER,
            "u",
            identity(
                "s3:ListBucket*",
                "arn:aws:s3:::bucket",
                "{\"StringEquals\":{\"%s\":\"%s\"}}".formatted(key, value)));
    allowed(caller, request("GET", "/bucket", yes, ""));
    denied(caller, request("GET", "/bucket", no, ""));
    allowed(caller, request("GET", "/bucket", "versions&" + yes.replace("list-type=2&", ""), ""));
    denied(caller, request("HEAD", "/bucket", yes.replace("list-type=2&", ""), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Bool':{'aws:SecureTransport':'true'}}",
        "{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}",
        "{'NumericGreaterThanEquals':{'s3:TlsVersion':'1.3'}}",
        "{'StringEquals':{'s3:signatureversion':'AWS4-HMAC-SHA256'}}",
        "{'StringEquals':{'s3:authType':'REST-HEADER'}}",
        "{'Null':{'s3:signatureAge':'true'}}",
        "{'StringEquals':{'s3:ResourceAccount':'111122223333'}}",
        "{'StringEquals':{'aws:ResourceAccount':'111122223333'}}",
        "{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}",
        "{'StringLike':{'aws:UserAgent':'agent/*'}}",
        "{'StringEquals':{'aws:Referer':'https://example.org/'}}",
        "{'DateGreaterThan':{'aws:CurrentTime':'2026-11-24T11:59:59Z'}}",
        "{'DateLessThan':{'aws:CurrentTime':'2026-11-24T12:00:01Z'}}",
        "{'NumericEquals':{'aws:EpochTime':'1795521600'}}",
        "{'Bool':{'aws:ViaAWSService':'false'}}",
        "{'StringEquals':{'s3:x-amz-content-sha256':'UNSIGNED-PAYLOAD'}}",
      })
  void requestsAreAskedWithHowTheyWereMade(String condition) {
    Caller caller = user(OWNER, "u", identity("s3:GetObject", "*", condition.replace('\'', '"')));
    allowed(
        caller,
        request(
            "GET",
            "/bucket/key",
            null,
            "",
            "User-Agent",
            "agent/1",
            "Referer",
            "https://example.org/",
            "x-amz-content-sha256",
            "UNSIGNED-PAYLOAD"));
  }

  @Test
  void presignedRequestsSayHowOldTheyAre() {
    Caller caller =
        user(
            OWNER,
            "u",
            identity(
                "s3:GetObject",
                "*",
                "{\"StringEquals\":{\"s3:authType\":\"REST-QUERY-STRING\","
                    + "\"s3:x-amz-content-sha256\":\"UNSIGNED-PAYLOAD\"},"
                    + "\"NumericLessThan\":{\"s3:signatureAge\":\"600000\"}}"));
    String query = "X-Amz-Signature=0&X-Amz-Date=20261124T11%s00Z";
    allowed(caller, request("GET", "/bucket/key", query.formatted("51"), ""));
    denied(caller, request("GET", "/bucket/key", query.formatted("49"), ""));
    denied(caller, request("GET", "/bucket/key", null, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-storage-class, STANDARD",
    "x-amz-acl, bucket-owner-full-control",
    "if-none-match, *",
  })
  void writesAreAskedWithTheirHeaders(String header, String value) {
    String key =
        header.startsWith("x-amz") ? "s3:" + header : "s3:" + header.toLowerCase(Locale.ROOT);
    denyPut("{\"StringNotEquals\":{\"" + key + "\":\"" + value + "\"}}");
    denied(ROOT, put());
    allowed(ROOT, put(header, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket/key", "/bucket/key", "%62ucket/k%65y", "/bucket%2Fkey"})
  void aCopysSourceHasOneWriting(String source) {
    denyPut("{\"StringEquals\":{\"s3:x-amz-copy-source\":\"bucket/key\"}}");
    denied(ROOT, put("x-amz-copy-source", source));
  }

  @Test
  void aBucketsPlaceAndOwnershipAreAskedFor() {
    Caller here =
        user(
            OWNER,
            "u",
            identity(
                "s3:CreateBucket",
                "*",
                "{\"StringEquals\":{\"s3:locationconstraint\":\"eu-west-1\"}}"));
    String eu =
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>"
            + "</CreateBucketConfiguration>";
    denied(here, request("PUT", "/new-bucket", null, ""));
    denied(here, request("PUT", "/new-bucket", null, eu.replace("eu-", "us-")));
    assertThat(error(here, request("PUT", "/new-bucket", null, eu)))
        .isEqualTo(S3Error.IllegalLocationConstraintException);
    Caller maker = user(OWNER, "u", allowing("s3:CreateBucket"));
    String[] owned = {"x-amz-object-ownership", "BucketOwnerEnforced"};
    denied(maker, request("PUT", "/new-bucket", null, "", owned));
    denied(maker, request("PUT", "/new-bucket", null, "", "x-amz-grant-read", "id=x"));
    allowed(maker, request("PUT", "/new-bucket", null, ""));
    allowed(
        user(OWNER, "u", allowing("s3:CreateBucket", "s3:PutBucketOwnershipControls")),
        request("PUT", "/other-bucket", null, "", owned));
  }

  @Test
  void aWriteWithAListNeedsTheRightToLists() {
    Caller writer = user(OWNER, "u", allowing("s3:PutObject"));
    allowed(writer, put());
    denied(writer, put("x-amz-acl", "bucket-owner-full-control"));
    denied(writer, put("x-amz-grant-read", "id=x"));
    allowed(
        user(OWNER, "u", allowing("s3:PutObject", "s3:PutObjectAcl")),
        put("x-amz-acl", "bucket-owner-full-control"));
  }

  // ---- versions

  @Test
  void aVersionIsAnotherRight() {
    Caller current = user(OWNER, "u", allowing("s3:GetObject", "s3:DeleteObject"));
    Caller versions = user(OWNER, "u", allowing("s3:GetObjectVersion", "s3:DeleteObjectVersion"));
    for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
      denied(current, request(method, "/bucket/key", "versionId=null", ""));
      denied(versions, request(method, "/bucket/key", null, ""));
    }
    allowed(versions, request("GET", "/bucket/key", "versionId=null", ""));
    Caller one =
        user(
            OWNER,
            "u",
            identity("s3:GetObjectVersion", "*", "{\"StringEquals\":{\"s3:VersionId\":\"null\"}}"));
    allowed(one, request("GET", "/bucket/key", "versionId=null", ""));
    denied(one, request("GET", "/bucket/key", "versionId=00000000000000000000000000000000", ""));
  }

  // ---- missing objects

  @Test
  void whoMayNotListDoesNotLearnWhatIsMissing() {
    Caller reader = user(OWNER, "u", allowing("s3:GetObject*", "s3:PutObject"));
    S3Exception veiled = world.refusal(reader, request("GET", "/bucket/none", null, ""));
    assertThat(veiled).isNotNull();
    assertThat(veiled.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(veiled.text())
        .isEqualTo(
            "User: arn:aws:iam::111122223333:user/u is not authorized to perform: s3:ListBucket on"
                + " resource: \"arn:aws:s3:::bucket\" because no identity-based policy allows the"
                + " s3:ListBucket action");
    denied(reader, request("HEAD", "/bucket/none", null, ""));
    denied(reader, request("GET", "/bucket/none", "acl", ""));
    denied(reader, put("x-amz-copy-source", "bucket/none"));
    denied(reader, request("GET", "/bucket/key", "versionId=" + "0".repeat(32), ""));
    denied(reader, put("x-amz-copy-source", "bucket/key?versionId=" + "0".repeat(32)));
  }

  @Test
  void whoMayListLearnsIt() {
    Caller lister = user(OWNER, "u", allowing("s3:GetObject*", "s3:PutObject", "s3:ListBucket"));
    assertThat(error(lister, request("GET", "/bucket/none", null, "")))
        .isEqualTo(S3Error.NoSuchKey);
    assertThat(error(lister, put("x-amz-copy-source", "bucket/none"))).isEqualTo(S3Error.NoSuchKey);
    Request version = request("GET", "/bucket/key", "versionId=" + "0".repeat(32), "");
    denied(lister, version);
    Caller all = user(OWNER, "u", allowing("s3:GetObject*", "s3:ListBucketVersions"));
    assertThat(error(all, version)).isEqualTo(S3Error.NoSuchVersion);
  }

  // ---- copies between accounts

  @Test
  void aCopyNeedsItsSource() {
    world.send(STRANGER, request("PUT", "/theirs", null, ""));
    world.send(STRANGER, request("PUT", "/theirs/secret", null, "text"));
    denied(ROOT, put("x-amz-copy-source", "theirs/secret"));
    world.send(
        STRANGER,
        request(
            "PUT",
            "/theirs",
            "policy",
            policy(statement("Allow", account(OWNER.id()), "s3:GetObject", "theirs/*", ""))));
    allowed(ROOT, put("x-amz-copy-source", "theirs/secret"));
    denied(user(OWNER, "u", allowing("s3:PutObject")), put("x-amz-copy-source", "theirs/secret"));
    Caller both = user(OWNER, "u", allowing("s3:PutObject", "s3:GetObject"));
    allowed(both, put("x-amz-copy-source", "theirs/secret"));
    denied(
        both,
        put(
            "x-amz-copy-source",
            "theirs/secret",
            "x-amz-source-expected-bucket-owner",
            OWNER.id()));
    denied(STRANGER, put("x-amz-copy-source", "theirs/secret"));
    assertThat(error(ROOT, put("x-amz-copy-source", "missing/key")))
        .isEqualTo(S3Error.NoSuchBucket);
  }

  // ---- per key

  @Test
  void deletesAreAskedForEachKey() {
    world.put("/bucket/kept", "text");
    String body =
        "<Delete><Object><Key>key</Key></Object><Object><Key>kept</Key></Object>"
            + "<Object><Key>key</Key><VersionId>null</VersionId></Object></Delete>";
    Caller caller = user(OWNER, "u", identity("s3:DeleteObject", "arn:aws:s3:::bucket/key", ""));
    String answer = text(world.send(caller, delete(body)));
    assertThat(answer)
        .contains("<Deleted><Key>key</Key></Deleted>")
        .contains(
            "<Error><Key>kept</Key><Code>AccessDenied</Code><Message>User:"
                + " arn:aws:iam::111122223333:user/u is not authorized to perform: s3:DeleteObject"
                + " on resource: &quot;arn:aws:s3:::bucket/kept&quot; because no identity-based"
                + " policy allows the s3:DeleteObject action</Message></Error>")
        .contains("<VersionId>null</VersionId><Code>AccessDenied</Code>");
    allowed(ROOT, request("GET", "/bucket/kept", null, ""));
    assertThat(error(ROOT, request("GET", "/bucket/key", null, ""))).isEqualTo(S3Error.NoSuchKey);
    assertThat(text(world.send(STRANGER, delete(body))))
        .contains("<Message>Access Denied</Message>")
        .doesNotContain("<Deleted>");
  }

  private static Request delete(String body) {
    var crc = new java.util.zip.CRC32();
    crc.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] value = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return request(
        "POST",
        "/bucket",
        "delete",
        body,
        "x-amz-checksum-crc32",
        java.util.Base64.getEncoder().encodeToString(value));
  }

  // ---- who is told what

  @Test
  void strangersAndAnybodyAreTold() {
    for (Caller caller : new Caller[] {STRANGER, ANYBODY, user(OTHER, "eve")}) {
      S3Exception refusal = world.refusal(caller, request("GET", "/bucket/key", null, ""));
      assertThat(refusal).isNotNull();
      assertThat(refusal.text()).isEqualTo("Access Denied");
    }
    S3Exception own = world.refusal(user(OWNER, "u"), request("GET", "/bucket/key", null, ""));
    assertThat(own).isNotNull();
    assertThat(own.text())
        .isEqualTo(
            "User: arn:aws:iam::111122223333:user/u is not authorized to perform: s3:GetObject on"
                + " resource: \"arn:aws:s3:::bucket/key\" because no identity-based policy allows"
                + " the s3:GetObject action");
  }

  // ---- public access

  private static final String PUBLIC =
      policy(
          statement("Allow", "\"*\"", "s3:*", "bucket/*", ""),
          statement("Allow", "\"*\"", "s3:*", "bucket", ""));

  @Test
  void aPublicPolicyLetsAnybodyInUnlessItIsRestricted() {
    S3Exception blocked = world.refusal(ROOT, request("PUT", "/bucket", "policy", PUBLIC));
    assertThat(blocked).isNotNull();
    assertThat(blocked.text()).contains("BlockPublicPolicy");
    world.open("bucket");
    world.putPolicy("bucket", PUBLIC);
    Caller eve = user(OTHER, "eve", allowing("s3:*"));
    for (Caller caller : new Caller[] {ANYBODY, STRANGER, eve, user(OWNER, "u")}) {
      allowed(caller, request("GET", "/bucket/key", null, ""));
      allowed(caller, request("GET", "/bucket", "list-type=2", ""));
      allowed(caller, put());
    }
    String block =
        "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets>"
            + "</PublicAccessBlockConfiguration>";
    world.send(ROOT, request("PUT", "/bucket", "publicAccessBlock", block));
    for (Caller caller : new Caller[] {ANYBODY, STRANGER, eve}) {
      denied(caller, request("GET", "/bucket/key", null, ""));
    }
    allowed(user(OWNER, "u"), request("GET", "/bucket/key", null, ""));
  }

  @Test
  void nobodyInParticularCannotDoWhatNeedsAName() {
    world.open("bucket");
    world.putPolicy("bucket", PUBLIC);
    String id = world.beginUpload("/bucket/o");
    told("initiate multipart uploads", request("POST", "/bucket/o", "uploads", ""));
    told("copy objects", put("x-amz-copy-source", "bucket/key"));
    told(
        "copy objects",
        request(
            "PUT",
            "/bucket/o",
            "partNumber=1&uploadId=" + id,
            "",
            "x-amz-copy-source",
            "bucket/key"));
    told("invoke this API", request("DELETE", "/bucket", "publicAccessBlock", ""));
    told("invoke this API", request("DELETE", "/bucket", null, ""));
    told("invoke this API", request("PUT", "/bucket", "policy", PUBLIC));
    assertThat(error(ANYBODY, request("GET", "/bucket", "policy", "")))
        .isEqualTo(S3Error.MethodNotAllowed);
    assertThat(error(STRANGER, request("DELETE", "/bucket", "policy", "")))
        .isEqualTo(S3Error.MethodNotAllowed);
  }

  private void told(String what, Request request) {
    S3Exception refusal = world.refusal(ANYBODY, request);
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text())
        .isEqualTo("Anonymous users cannot " + what + ".  Please authenticate.");
  }

  @Test
  void theOwnersRootCanAlwaysRepairThePolicy() {
    world.putPolicy(
        "bucket",
        policy(
            statement("Deny", "\"*\"", "s3:*", "bucket", ""),
            statement("Deny", "\"*\"", "s3:*", "bucket/*", "")));
    denied(ROOT, request("GET", "/bucket/key", null, ""));
    Caller admin = user(OWNER, "admin", allowing("*"));
    denied(admin, request("GET", "/bucket", "policy", ""));
    denied(admin, request("DELETE", "/bucket", "policy", ""));
    allowed(ROOT, request("GET", "/bucket", "policy", ""));
    allowed(ROOT, request("DELETE", "/bucket", "policy", ""));
    allowed(admin, request("GET", "/bucket/key", null, ""));
  }
}
