package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of directory buckets: who may begin which, and what each is good for. */
class DirectorySessionTest {
  private static final String BUCKET = "logs--use1-az4--x-s3";
  private static final String OTHER_BUCKET = "other--use1-az4--x-s3";
  private static final String ARN = "arn:aws:s3express:us-east-1:111122223333:bucket/" + BUCKET;

  @TempDir private Path folder;

  private Instant now = S3World.NOW;
  private S3World world;
  private Gateway gateway;

  /** The credentials of a session. */
  private record Session(String id, String secret, String token) {}

  @BeforeEach
  void open() {
    InstantSource clock = () -> now;
    world = new S3World(folder, clock);
    Entropy entropy = Entropy.system();
    gateway =
        new OneKeyGateway(DirectoryPathTest.KEY, "us-east-1", clock, entropy)
            .serving(world.table, new StoreProtections(world.store));
    world.createBucket("general");
    world.send(ROOT, request("PUT", "/" + BUCKET, null, DirectoryPathTest.CONFIGURATION));
    world.send(ROOT, request("PUT", "/" + OTHER_BUCKET, null, DirectoryPathTest.CONFIGURATION));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String sent(Signer signer, Request request) {
    Response response =
        gateway.handle(signer.sign(request, new ContentHash.UnsignedPayload(), now));
    return response.status() + " " + text(response);
  }

  private static Signer signer(String id, String secret, String service) {
    return new Signer(id, SecretAccessKey.of(secret), "us-east-1", service, null);
  }

  /** With the key of the account. */
  private String owner(Request request) {
    return sent(
        signer(DirectoryPathTest.KEY.id(), DirectoryPathTest.KEY.secret().reveal(), "s3express"),
        request);
  }

  private String in(Session session, Request request) {
    return in(session, "s3express", request);
  }

  private String in(Session session, String service, Request request) {
    Request carrying =
        request.withHeaders(
            request.headers().toBuilder().set("x-amz-s3session-token", session.token()).build());
    return sent(signer(session.id(), session.secret(), service), carrying);
  }

  private static Request beginning(String bucket, String... headers) {
    return request("GET", "/" + bucket, "session", "", headers);
  }

  private static Session session(String document) {
    return new Session(
        element(document, "AccessKeyId"),
        element(document, "SecretAccessKey"),
        element(document, "SessionToken"));
  }

  private static String element(String document, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(document);
    assertThat(found.find()).as(document).isTrue();
    return found.group(1);
  }

  private Session begin(String... headers) {
    return session(owner(beginning(BUCKET, headers)));
  }

  private Session readOnly() {
    return begin("x-amz-create-session-mode", "ReadOnly");
  }

  private static void assertDenied(String answer) {
    assertThat(answer)
        .startsWith("403 ")
        .contains("<Code>AccessDenied</Code>", "<Message>Access Denied</Message>");
  }

  private static Request put(String bucket, String key) {
    return request("PUT", "/" + bucket + "/" + key, null, "text");
  }

  private static Request get(String bucket, String key) {
    return request("GET", "/" + bucket + "/" + key, null, "");
  }

  private static Request list(String bucket) {
    return request("GET", "/" + bucket, "list-type=2", "");
  }

  // ---- what a session is good for

  @Test
  void theAnswerIsASessionOfFiveMinutes() {
    Response response =
        gateway.handle(
            signer(DirectoryPathTest.KEY.id(), DirectoryPathTest.KEY.secret().reveal(), "s3express")
                .sign(beginning(BUCKET), new ContentHash.UnsignedPayload(), now));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("x-amz-server-side-encryption")).contains("AES256");
    assertThat(response.headers().has("x-amz-server-side-encryption-aws-kms-key-id")).isFalse();
    assertThat(response.headers().has("x-amz-server-side-encryption-bucket-key-enabled")).isFalse();
    String document = text(response);
    assertThat(document)
        .contains("<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    assertThat(Instant.parse(element(document, "Expiration"))).isEqualTo(now.plusSeconds(300));
    assertThat(session(document).id()).matches("ASIA[A-Z2-7]{16}");
  }

  @Test
  void objectsArePutReadListedRenamedAndDeletedInASession() {
    Session session = begin();
    assertThat(in(session, request("HEAD", "/" + BUCKET, null, ""))).startsWith("200 ");
    assertThat(in(session, put(BUCKET, "one"))).startsWith("200 ");
    assertThat(in(session, get(BUCKET, "one"))).isEqualTo("200 text");
    assertThat(in(session, list(BUCKET))).contains("<Key>one</Key>");
    Request rename =
        request("PUT", "/" + BUCKET + "/two", "renameObject", "", "x-amz-rename-source", "one");
    assertThat(in(session, rename)).startsWith("200 ");
    assertThat(in(session, get(BUCKET, "one"))).startsWith("404 ");
    assertThat(in(session, get(BUCKET, "two"))).isEqualTo("200 text");
    assertThat(in(session, request("DELETE", "/" + BUCKET + "/two", null, ""))).startsWith("204 ");
    assertThat(in(session, list(BUCKET))).doesNotContain("<Key>");
  }

  @Test
  void theAccountsOwnKeyDoesTheSameWithoutASession() {
    assertThat(owner(put(BUCKET, "one"))).startsWith("200 ");
    assertThat(owner(get(BUCKET, "one"))).isEqualTo("200 text");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /new,",
    "PUT, /new, renameObject",
    "DELETE, /one,",
    "POST, , delete",
    "POST, /new, uploads",
    "PUT, /new, partNumber=1&uploadId=x",
    "POST, /new, uploadId=x",
    "DELETE, /new, uploadId=x",
  })
  void aReadOnlySessionWritesNothing(String method, @Nullable String key, @Nullable String query) {
    owner(put(BUCKET, "one"));
    Session session = readOnly();
    List<Entry> before = world.rows(BUCKET);
    String path = "/" + BUCKET + (key == null ? "" : key);
    String[] headers =
        query != null && query.equals("renameObject")
            ? new String[] {"x-amz-rename-source", "one"}
            : new String[0];
    assertDenied(in(session, request(method, path, query, "", headers)));
    assertThat(world.rows(BUCKET)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /one,, 200",
    "HEAD, /one,, 200",
    "GET, , list-type=2, 200",
    "GET, , uploads, 200",
    "GET, /one, uploadId=x, 404",
    "HEAD, ,, 200",
  })
  void aReadOnlySessionReads(
      String method, @Nullable String key, @Nullable String query, String status) {
    owner(put(BUCKET, "one"));
    String path = "/" + BUCKET + (key == null ? "" : key);
    assertThat(in(readOnly(), request(method, path, query, ""))).startsWith(status + " ");
  }

  @Test
  void aSessionEndsToTheSecond() {
    Session session = begin();
    now = now.plusSeconds(299);
    assertThat(in(session, list(BUCKET))).startsWith("200 ");
    now = now.plusSeconds(1);
    assertDenied(in(session, list(BUCKET)));
    assertDenied(in(session, put(BUCKET, "late")));
    assertThat(owner(get(BUCKET, "late"))).startsWith("404 ");
  }

  @Test
  void aSessionIsForItsVeryBucketAlone() {
    Session session = begin();
    assertDenied(in(session, list(OTHER_BUCKET)));
    assertDenied(in(session, put(OTHER_BUCKET, "stray")));
    assertThat(in(session, list("none--use1-az4--x-s3"))).contains("<Code>NoSuchBucket</Code>");
    assertThat(owner(request("DELETE", "/" + BUCKET, null, ""))).startsWith("204 ");
    world.send(ROOT, request("PUT", "/" + BUCKET, null, DirectoryPathTest.CONFIGURATION));
    assertDenied(in(session, list(BUCKET)));
    assertThat(in(begin(), list(BUCKET))).startsWith("200 ");
  }

  @Test
  void generalPurposeBucketsKnowNoSessions() {
    Session session = begin();
    assertThat(in(session, "s3", list("general")))
        .startsWith("400 ")
        .contains("<Code>InvalidRequest</Code>");
    assertThat(in(session, "s3express", list("general")))
        .startsWith("400 ")
        .contains("<Code>AuthorizationHeaderMalformed</Code>");
    assertThat(owner(beginning("general"))).startsWith("400 ");
    assertThat(
            sent(
                signer(DirectoryPathTest.KEY.id(), DirectoryPathTest.KEY.secret().reveal(), "s3"),
                beginning("general")))
        .startsWith("501 ")
        .contains("CreateSession");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, session",
    "GET, encryption",
    "PUT, encryption",
    "DELETE, encryption",
    "GET, policy",
    "PUT, policy",
    "DELETE, policy",
    "DELETE,",
  })
  void whatNeedsTheAccountsKeyTakesNoSession(String method, @Nullable String query) {
    Session session = begin();
    assertDenied(in(session, request(method, "/" + BUCKET, query, "")));
    assertThat(world.store.buckets().find(BUCKET)).isPresent();
  }

  @Test
  void aSessionMakesNoBucketsAndListsNone() {
    for (Session session : List.of(begin(), readOnly())) {
      String made = "made--use1-az4--x-s3";
      assertDenied(in(session, request("PUT", "/" + made, null, DirectoryPathTest.CONFIGURATION)));
      assertThat(world.store.buckets().find(made)).isEmpty();
      assertDenied(in(session, request("GET", "/", null, "")));
    }
  }

  // ---- copies

  private static Request copy(String source, String target) {
    return request("PUT", "/" + target, null, "", "x-amz-copy-source", "/" + source);
  }

  private static String service(String target) {
    return target.startsWith("general") ? "s3" : "s3express";
  }

  @ParameterizedTest
  @CsvSource({
    "general/one, logs--use1-az4--x-s3/two",
    "logs--use1-az4--x-s3/one, general/two",
    "logs--use1-az4--x-s3/one, other--use1-az4--x-s3/two",
    "logs--use1-az4--x-s3/one, logs--use1-az4--x-s3/two",
  })
  void copiesGoBetweenBucketsOfBothKindsWithTheAccountsKeyAlone(String source, String target) {
    Signer owner =
        signer(
            DirectoryPathTest.KEY.id(), DirectoryPathTest.KEY.secret().reveal(), service(target));
    world.put("/" + source, "text");
    assertThat(sent(owner, copy(source, target))).startsWith("200 ");
    Request get = request("GET", "/" + target, null, "");
    assertThat(sent(owner, get)).isEqualTo("200 text");
    Session session = session(owner(beginning(OTHER_BUCKET)));
    if (target.startsWith("other")) {
      assertDenied(in(session, copy(source, target)));
    }
    assertThat(sent(owner, copy(source + "-missing", target)))
        .startsWith("404 ")
        .contains("<Code>NoSuchKey</Code>");
  }

  @ParameterizedTest
  @CsvSource({
    "s3:*, general/one, logs--use1-az4--x-s3/two, AccessDenied",
    "s3express:*, general/one, logs--use1-az4--x-s3/two, AccessDenied",
    "s3:*, logs--use1-az4--x-s3/one, general/two, AccessDenied",
    "s3express:*, logs--use1-az4--x-s3/one, general/two, AccessDenied",
    "s3express:*, logs--use1-az4--x-s3/one, other--use1-az4--x-s3/two,",
    "s3:*;s3express:*, logs--use1-az4--x-s3/one, general/two,",
    "s3:*;s3express:*, general/one, logs--use1-az4--x-s3/two,",
    "s3:*;s3express:*, logs--use1-az4--x-s3/none, general/two, NoSuchKey",
    "s3express:*, logs--use1-az4--x-s3/none, other--use1-az4--x-s3/two, NoSuchKey",
  })
  void aCopyNeedsTheRightsOfBothItsBuckets(
      String action, String source, String target, @Nullable S3Error answer) {
    world.put("/general/one", "text");
    world.put("/" + BUCKET + "/one", "text");
    Caller caller = user(OWNER, "u", S3World.allowing(action.split(";")));
    S3Exception refusal = world.refusal(caller, copy(source, target));
    assertThat(refusal == null ? null : refusal.error()).isEqualTo(answer);
    String part = target + "?partNumber=1&uploadId=" + world.beginUpload("/" + target);
    String[] parts = part.split("\\?", 2);
    Request copyPart =
        request("PUT", "/" + parts[0], parts[1], "", "x-amz-copy-source", "/" + source);
    refusal = world.refusal(caller, copyPart);
    assertThat(refusal == null ? null : refusal.error()).isEqualTo(answer);
  }

  @Test
  void whoMayNotListLearnsNoKeysByCopying() {
    Caller caller = user(OWNER, "u", S3World.allowing("s3express:CreateSession", "s3:GetObject"));
    S3Exception refusal = world.refusal(caller, copy("general/none", BUCKET + "/two"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal.text()).isEqualTo("Access Denied");
  }

  @Test
  void aReaderOfADirectoryBucketMayCopyFromItNotIntoIt() {
    world.put("/" + BUCKET + "/one", "text");
    String readers =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":\"s3express:CreateSession\","
            + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"s3express:SessionMode\":"
            + "\"ReadOnly\"}}}]}";
    Caller caller = user(OWNER, "u", readers);
    assertThat(world.refusal(caller, copy(BUCKET + "/one", "general/two"))).isNull();
    S3Exception refusal = world.refusal(caller, copy("general/two", BUCKET + "/two"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
  }

  // ---- what is no session

  @Test
  void aTokenIsTakenAsItWasMadeAndWithItsOwnKeyAlone() {
    Session session = begin();
    Session next = begin();
    String token = session.token();
    char last = token.charAt(40) == 'A' ? 'B' : 'A';
    String bent = token.substring(0, 40) + last + token.substring(41);
    for (String bad : List.of(bent, token + "A", token.substring(4), next.token(), "x")) {
      assertThat(in(new Session(session.id(), session.secret(), bad), list(BUCKET)))
          .startsWith("400 ")
          .contains("<Code>InvalidToken</Code>")
          .doesNotContain(session.secret());
    }
    assertThat(
            in(
                new Session(
                    DirectoryPathTest.KEY.id(), DirectoryPathTest.KEY.secret().reveal(), token),
                list(BUCKET)))
        .contains("<Code>InvalidToken</Code>");
    assertThat(in(new Session(session.id(), next.secret(), token), list(BUCKET)))
        .startsWith("403 ")
        .contains("<Code>SignatureDoesNotMatch</Code>")
        .doesNotContain(session.secret());
    assertThat(sent(signer(session.id(), session.secret(), "s3express"), list(BUCKET)))
        .startsWith("403 ")
        .contains("<Code>InvalidAccessKeyId</Code>");
  }

  @Test
  void aTokenIsOfOneKind() {
    Session session = begin();
    var asSts =
        new Signer(
            session.id(),
            SecretAccessKey.of(session.secret()),
            "us-east-1",
            "s3express",
            session.token());
    assertThat(sent(asSts, list(BUCKET))).contains("<Code>InvalidToken</Code>");
    Request both =
        request("GET", "/" + BUCKET, "list-type=2", "", "x-amz-s3session-token", session.token());
    assertThat(sent(asSts, both)).startsWith("400 ").contains("<Code>InvalidRequest</Code>");
  }

  // ---- who may begin which

  private static String allowing(String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
        + "\"s3express:CreateSession\",\"Resource\":\""
        + ARN
        + "\",\"Condition\":{\"StringEquals\":{"
        + condition
        + "}}}]}";
  }

  private static DirectorySession opened(Response response) {
    Session session = session(text(response));
    return OneKey.bucketTokens(Entropy.system()).open(session.id(), session.token()).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "ReadWrite,, ReadWrite",
    "ReadOnly,, ReadOnly",
    "ReadOnly, ReadOnly, ReadOnly",
    "ReadWrite, ReadWrite, ReadWrite",
    "ReadOnly, ReadWrite,",
    "ReadWrite, ReadOnly,",
    "Other,,",
  })
  void theWidestModeThatIsPermittedOrTheOneAskedFor(
      String permitted, @Nullable String asked, @Nullable String granted) {
    Caller caller = user(OWNER, "u", allowing("\"s3express:SessionMode\":\"" + permitted + "\""));
    Request begin =
        asked == null ? beginning(BUCKET) : beginning(BUCKET, "x-amz-create-session-mode", asked);
    if (granted == null) {
      S3Exception refusal = world.refusal(caller, begin);
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refusal.text()).isEqualTo("Access Denied");
    } else {
      DirectorySession session = opened(world.send(caller, begin));
      assertThat(session.scope().mode().text()).isEqualTo(granted);
      assertThat(session.scope().bucketId()).isEqualTo(world.store.buckets().require(BUCKET).id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3express:x-amz-server-side-encryption, AES256, true",
    "s3express:x-amz-server-side-encryption, aws:kms, false",
    "s3express:x-amz-server-side-encryption-aws-kms-key-id, k, false",
  })
  void aPolicyAsksForTheSessionsEncryption(String key, String value, boolean may) {
    Caller caller = user(OWNER, "u", allowing("\"" + key + "\":\"" + value + "\""));
    assertThat(world.refusal(caller, beginning(BUCKET)) == null).isEqualTo(may);
    assertThat(world.refusal(caller, list(BUCKET)) == null).isEqualTo(may);
  }

  @Test
  void strangersAndNobodyBeginNone() {
    for (Caller caller : List.of(S3World.STRANGER, S3World.ANYBODY, user(OWNER, "u"))) {
      S3Exception refusal = world.refusal(caller, beginning(BUCKET));
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    }
  }

  /** Such a policy is not public, and so it may be put; it lets nobody in without a signature. */
  @Test
  void noPolicyLetsInWhoDoesNotSign() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3express:CreateSession\",\"Resource\":\""
            + ARN
            + "\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}}]}";
    world.send(ROOT, request("PUT", "/" + BUCKET, "policy", policy));
    List<Request> requests =
        List.of(beginning(BUCKET), put(BUCKET, "one"), get(BUCKET, "one"), list(BUCKET));
    for (Request request : requests) {
      S3Exception refusal = world.refusal(S3World.ANYBODY, request);
      assertThat(refusal).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    }
  }

  @Test
  void aPolicyOfLaterDoesNotReachASessionOfBefore() {
    Session session = begin();
    world.send(
        ROOT,
        request(
            "PUT",
            "/" + BUCKET,
            "policy",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"s3express:CreateSession\",\"Resource\":\""
                + ARN
                + "\"}]}"));
    assertThat(in(session, put(BUCKET, "one"))).startsWith("200 ");
    assertDenied(owner(beginning(BUCKET)));
    assertDenied(owner(get(BUCKET, "one")));
    now = now.plusSeconds(300);
    assertDenied(in(session, get(BUCKET, "one")));
  }

  // ---- what is asked of it

  @ParameterizedTest
  @CsvSource({
    "x-amz-create-session-mode, readonly",
    "x-amz-create-session-mode, ''",
    "x-amz-server-side-encryption, aws:kms",
    "x-amz-server-side-encryption, aws:kms:dsse",
    "x-amz-server-side-encryption, aes256",
    "x-amz-server-side-encryption, ''",
    "x-amz-server-side-encryption-aws-kms-key-id, key",
    "x-amz-server-side-encryption-context, e30=",
    "x-amz-server-side-encryption-bucket-key-enabled, false",
    "x-amz-server-side-encryption-bucket-key-enabled, perhaps",
    "x-amz-server-side-encryption-bucket-key-enabled, true",
    "x-amz-server-side-encryption-customer-algorithm, AES256",
    "x-amz-server-side-encryption-customer-key, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "x-amz-server-side-encryption-customer-key-MD5, AAAAAAAAAAAAAAAAAAAAAA==",
    "x-amz-copy-source-server-side-encryption-customer-key, AAAA",
  })
  void whatASessionOfThisBucketCannotBeIsRefused(String header, String value) {
    assertThat(owner(beginning(BUCKET, header, value)))
        .startsWith("400 ")
        .contains("<Code>InvalidArgument</Code>");
  }

  @Test
  void whatItIsAnywayMayBeSaid() {
    assertThat(owner(beginning(BUCKET, "x-amz-server-side-encryption", "AES256")))
        .startsWith("200 ");
  }
}
