package dev.coffer.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.Served;
import dev.coffer.store.bucket.CorsRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers' forms, before a table that only puts. */
class FormPathTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Account ACCOUNT = new Account("000000000000", "a".repeat(64));
  private static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE", SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG"), ACCOUNT, ACCOUNT.id());
  private static final Signer SIGNER = new Signer(KEY.id(), KEY.secret(), "us-east-1", null);
  private static final String CREDENTIAL = KEY.id() + "/20261129/us-east-1/s3/aws4_request";

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> conditions = new ArrayList<>();
  private Headers headers = Headers.of("Host", "localhost:9000");
  private String file = "content";
  private @Nullable String bucketPolicy;
  private @Nullable PutObject put;
  private @Nullable Call call;
  private String content = "";

  private PutObject.Output put(Call by, PutObject op) throws IOException {
    call = by;
    content = new String(op.content().stream().readAllBytes(), UTF_8);
    put = op;
    return new PutObject.Output(
        "\"e\"", null, "v1", null, ChecksumHeaders.NONE, null, SseApplied.SSE_S3, null);
  }

  // ---- a gateway and a form

  private Gateway gateway() {
    Entropy entropy = new Random(1)::nextBytes;
    InstantSource clock = InstantSource.fixed(NOW);
    var table = S3Table.of(List.of(new Served<>(PutObject.class, this::put)));
    return new OneKeyGateway(KEY, "us-east-1", clock, entropy).serving(table, new OneBucket());
  }

  private final class OneBucket implements Protections {
    @Override
    public Protection of(String bucket) {
      if (!bucket.equals("mine")) {
        throw S3Error.NoSuchBucket.with("BucketName", bucket);
      }
      return new Protection(bucket, ACCOUNT, policies(), false);
    }

    @Override
    public DirectoryState directory(String bucket) {
      throw new IllegalStateException("no directory bucket takes forms");
    }

    private List<NamedPolicy> policies() {
      return bucketPolicy == null
          ? List.of()
          : List.of(
              new NamedPolicy(
                  "bucket policy",
                  PolicyDocument.parse(bucketPolicy, PolicyDocument.Kind.IDENTITY)));
    }

    @Override
    public Optional<SseApplied> object(String bucket, String key, @Nullable String versionId) {
      return Optional.empty();
    }

    @Override
    public Optional<Tags> tags(String bucket, String key, @Nullable String versionId) {
      return Optional.empty();
    }

    @Override
    public Optional<CorsRules> cors(String bucket) {
      return Optional.empty();
    }

    @Override
    public boolean kmsByDefault(String bucket) {
      return false;
    }

    @Override
    public Optional<SseApplied> upload(String bucket, String key, String uploadId) {
      return Optional.empty();
    }
  }

  private void field(String name, String value) {
    fields.put(name, value);
  }

  /** Signed with a condition for each field that there is. */
  private void sign() {
    sign(SIGNER, NOW);
  }

  private void sign(Signer signer, Instant time) {
    field("x-amz-algorithm", "AWS4-HMAC-SHA256");
    field("x-amz-credential", CREDENTIAL);
    field("x-amz-date", "20261129T120000Z");
    fields.forEach((name, _) -> conditions.add("[\"starts-with\", \"$" + name + "\", \"\"]"));
    String json =
        "{\"expiration\": \"2026-11-29T13:00:00Z\", \"conditions\": ["
            + String.join(", ", conditions)
            + "]}";
    String policy = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    field("policy", policy);
    field("x-amz-signature", signer.signPolicy(policy, time));
  }

  private Response post() {
    return post("/mine");
  }

  private Response post(String path) {
    var form = new StringBuilder();
    fields.forEach((name, value) ->
        form.append("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
            .append(value)
            .append("\r\n"));
    form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.txt\"\r\n\r\n");
    return send(path, (form + file + "\r\n--b--\r\n").getBytes(UTF_8));
  }

  private Response send(String path, byte[] form) {
    int question = path.indexOf('?');
    Headers.Builder all =
        headers.toBuilder()
            .set("Content-Type", "multipart/form-data; boundary=b")
            .set("Content-Length", Integer.toString(form.length));
    var request =
        new Request(
            "POST",
            question < 0 ? path : path.substring(0, question),
            question < 0 ? null : path.substring(question + 1),
            all.build(),
            new Body(new ByteArrayInputStream(form), form.length),
            Request.Peer.LOCAL);
    return gateway().handle(request);
  }

  private static String text(Response response) {
    try {
      return new String(response.body().stream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(Response response, S3Error error, String part) {
    assertThat(text(response)).contains("<Code>" + error.name() + "</Code>", part);
    assertThat(response.status()).isEqualTo(error.status());
    assertThat(put).isNull();
  }

  private PutObject stored() {
    if (put == null) {
      throw new AssertionError("nothing was put");
    }
    return put;
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }

  // ---- what is put

  @Test
  void fieldsAreTheHeadersOfAPut() {
    field("KEY", "u/${filename}");
    field("Content-Type", "image/jpeg");
    field("Cache-Control", "no-cache");
    field("Content-Disposition", "inline; filename=\"${filename}\"");
    field("X-Amz-Meta-Who", "Mary");
    field("acl", "private");
    field("x-amz-storage-class", "STANDARD");
    field("x-amz-server-side-encryption", "aws:kms");
    field("x-amz-server-side-encryption-aws-kms-key-id", "alias/a");
    field("x-amz-server-side-encryption-context", "e30=");
    field("x-amz-server-side-encryption-bucket-key-enabled", "true");
    field("x-amz-checksum-algorithm", "CRC32");
    field("x-amz-checksum-crc32", "AAAAAA==");
    field("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
    field("submit", "Upload");
    sign();
    assertThat(post().status()).isEqualTo(204);
    PutObject op = stored();
    assertThat(op.bucket()).isEqualTo("mine");
    assertThat(op.key()).isEqualTo("u/f.txt");
    assertThat(op.headers().contentType()).isEqualTo("image/jpeg");
    assertThat(op.headers().cacheControl()).isEqualTo("no-cache");
    assertThat(op.headers().contentDisposition()).isEqualTo("inline; filename=\"f.txt\"");
    assertThat(op.headers().metadata()).isEqualTo(Map.of("who", "Mary"));
    assertThat(op.acl().canned()).isEqualTo("private");
    assertThat(op.storageClass()).isEqualTo("STANDARD");
    assertThat(op.sse().algorithm()).isEqualTo("aws:kms");
    assertThat(op.sse().kmsKeyId()).isEqualTo("alias/a");
    assertThat(op.sse().context()).isEqualTo("e30=");
    assertThat(op.sse().bucketKeyEnabled()).isEqualTo("true");
    assertThat(op.integrity().sdkChecksumAlgorithm()).isEqualTo("CRC32");
    assertThat(op.integrity().checksums().crc32()).isEqualTo("AAAAAA==");
    assertThat(op.integrity().contentMd5()).isEqualTo("AAAAAAAAAAAAAAAAAAAAAA==");
    assertThat(content).isEqualTo("content");
  }

  @Test
  void theTypeOfTheFormIsNotTheTypeOfTheObject() {
    field("key", "k");
    sign();
    post();
    assertThat(stored().headers().contentType()).isNull();
  }

  @Test
  void aCustomersKeyIsAField() {
    field("key", "k");
    field("x-amz-server-side-encryption-customer-algorithm", "AES256");
    field("x-amz-server-side-encryption-customer-key", "a2V5");
    field("x-amz-server-side-encryption-customer-key-MD5", "bWQ1");
    sign();
    assertThat(post().status()).isEqualTo(204);
    assertThat(stored().sseCustomer().key()).isEqualTo("a2V5");
    assertThat(stored().sseCustomer().keyMd5()).isEqualTo("bWQ1");
  }

  @Test
  void theDecisionKnowsThatItIsAForm() {
    field("key", "k");
    field("acl", "private");
    sign(SIGNER, NOW);
    headers = headers.toBuilder().set("Referer", "http://page/").build();
    post();
    if (call == null) {
      throw new AssertionError("nobody called");
    }
    assertThat(call.caller().subject().accountId()).isEqualTo(ACCOUNT.id());
    for (String condition :
        List.of(
            "\"s3:authType\":\"POST\"",
            "\"s3:signatureversion\":\"AWS4-HMAC-SHA256\"",
            "\"s3:x-amz-content-sha256\":\"UNSIGNED-PAYLOAD\"",
            "\"s3:x-amz-acl\":\"private\"",
            "\"s3:signatureAge\":\"0\"",
            "\"aws:Referer\":\"http://page/\"")) {
      put = null;
      bucketPolicy = denying(condition);
      refused(post(), S3Error.AccessDenied, "explicit deny");
    }
    bucketPolicy = denying("\"s3:authType\":\"REST-HEADER\"");
    assertThat(post().status()).isEqualTo(204);
  }

  private static String denying(String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
        + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{"
        + condition
        + "}}}]}";
  }

  // ---- answers

  @Test
  void withoutAWishTheAnswerIsEmpty() {
    field("key", "a/b c");
    sign();
    Response answer = post();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "ETag")).isEqualTo("\"e\"");
    assertThat(header(answer, "x-amz-version-id")).isEqualTo("v1");
    assertThat(header(answer, "x-amz-server-side-encryption")).isEqualTo("AES256");
    assertThat(header(answer, "Location")).isEqualTo("http://localhost:9000/mine/a%2Fb%20c");
    assertThat(answer.headers().has("Content-Type")).isFalse();
    assertThat(text(answer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "204, 204", "404, 204", "'', 204", "2xx, 204"})
  void aStatusIsAnsweredIfItIsOneOfThree(String wish, int status) {
    field("key", "k");
    field("success_action_status", wish);
    sign();
    Response answer = post();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(text(answer)).isEmpty();
  }

  @Test
  void aDocumentSaysWhereTheObjectIs() {
    headers = Headers.of("Host", "mine.localhost:9000");
    field("key", "pré/<k>");
    field("success_action_status", "201");
    sign();
    Response answer = post("/");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/xml");
    assertThat(header(answer, "Location"))
        .isEqualTo("http://mine.localhost:9000/pr%C3%A9%2F%3Ck%3E");
    assertThat(text(answer))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>"
                + "http://mine.localhost:9000/pr%C3%A9%2F%3Ck%3E</Location><Bucket>mine</Bucket>"
                + "<Key>pré/&lt;k&gt;</Key><ETag>&quot;e&quot;</ETag></PostResponse>");
  }

  @ParameterizedTest
  @CsvSource({
    "success_action_redirect, http://page/ok, http://page/ok?Q",
    "success_action_redirect, HTTPS://page:8443/ok?a=b c, HTTPS://page:8443/ok?a=b%20c&Q",
    "redirect, http://page, http://page?Q",
    "redirect, http://page/?x#top, http://page/?x&Q#top",
  })
  void aPageIsRedirectedTo(String field, String page, String location) {
    field("key", "a/b c+d");
    field(field, page);
    field("success_action_status", "201");
    sign();
    Response answer = post();
    assertThat(answer.status()).isEqualTo(303);
    assertThat(header(answer, "Location"))
        .isEqualTo(location.replace("Q", "bucket=mine&key=a%2Fb+c%2Bd&etag=%22e%22"));
    assertThat(header(answer, "x-amz-server-side-encryption")).isEqualTo("AES256");
    assertThat(text(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/relative",
        "javascript:alert(1)",
        "http:///nohost",
        "http://",
        "ftp://page/",
        "//page/",
        "http://päge/",
        "http://page/\r\nSet-Cookie: a=b"
      })
  void whatIsNoUrlCountsAsAbsent(String page) {
    field("key", "k");
    field("success_action_redirect", page);
    sign();
    Response answer = post();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(header(answer, "Location")).isEqualTo("http://localhost:9000/mine/k");
  }

  // ---- who may

  @Test
  void aFormOfNobodyIsAPutOfNobody() {
    field("key", "k");
    refused(post(), S3Error.AccessDenied, "Access Denied");
  }

  @Test
  void aPolicyThatNobodySignedIsHeldAgainstItsForm() {
    field("key", "k");
    sign();
    for (String name :
        List.of("x-amz-signature", "x-amz-date", "x-amz-credential", "x-amz-algorithm")) {
      fields.remove(name);
    }
    refused(post(), S3Error.AccessDenied, "Policy Condition failed");
  }

  @Test
  void aWrongSignatureIsRefusedBeforeThePolicyIsRead() {
    field("key", "k");
    sign();
    field("policy", "AAAA");
    refused(post(), S3Error.SignatureDoesNotMatch, "<StringToSign>AAAA</StringToSign>");
  }

  @Test
  void anUnknownKeyAndAForeignTokenAreRefused() {
    field("key", "k");
    sign();
    field("x-amz-credential", CREDENTIAL.replace("AKID", "AKIX"));
    refused(post(), S3Error.InvalidAccessKeyId, "AKIXEXAMPLE");
    field("x-amz-credential", CREDENTIAL);
    field("x-amz-security-token", "token");
    refused(post(), S3Error.InvalidToken, "");
  }

  @Test
  void anExpiredPolicyIsRefused() {
    field("key", "k");
    sign();
    String json = "{\"expiration\": \"2026-11-29T11:59:59Z\", \"conditions\": []}";
    String policy = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    field("policy", policy);
    field("x-amz-signature", SIGNER.signPolicy(policy, NOW));
    refused(post(), S3Error.AccessDenied, "Invalid according to Policy: Policy expired.");
  }

  @Test
  void aSignatureOlderThanAWeekIsRefused() {
    Instant old = NOW.minus(Duration.ofDays(8));
    field("key", "k");
    sign();
    field("x-amz-date", "20261121T120000Z");
    field("x-amz-credential", CREDENTIAL.replace("20261129", "20261121"));
    field("x-amz-signature", SIGNER.signPolicy(String.valueOf(fields.get("policy")), old));
    refused(post(), S3Error.AccessDenied, "Request has expired");
  }

  @Test
  void aBucketThatDoesNotExistIsSaid() {
    field("key", "k");
    sign();
    refused(post("/other"), S3Error.NoSuchBucket, "<BucketName>other</BucketName>");
  }

  @Test
  void theSizeIsHeldAgainstThePolicyWhileTheFileIsRead() {
    field("key", "k");
    conditions.add("[\"content-length-range\", 0, 6]");
    sign();
    refused(post(), S3Error.EntityTooLarge, "<MaxSizeAllowed>6</MaxSizeAllowed>");
  }

  // ---- what is refused

  @Test
  void theKeyIsDemanded() {
    field("Content-Type", "a/b");
    sign();
    refused(
        post(), S3Error.InvalidArgument, "a field named &apos;key&apos;".replace("&apos;", "'"));
    field("key", "");
    refused(post(), S3Error.InvalidArgument, "<ArgumentName>key</ArgumentName>");
    field("key", "k".repeat(1025));
    fields.keySet().removeIf(name -> !name.equals("key"));
    refused(post(), S3Error.KeyTooLongError, "<MaxSizeAllowed>1024</MaxSizeAllowed>");
  }

  @Test
  void aBucketFieldMustSayTheSame() {
    field("key", "k");
    field("bucket", "mine");
    sign();
    conditions.clear();
    assertThat(post().status()).isEqualTo(204);
    put = null;
    field("bucket", "other");
    refused(post(), S3Error.InvalidArgument, "<ArgumentName>bucket</ArgumentName>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x-amz-object-lock-event-hold", "x-amz-copy-source", "x-amz-metadata-directive"})
  void fieldsThatAreNotHonouredAreRefusedByName(String name) {
    field("key", "k");
    field(name, "x");
    sign();
    refused(post(), S3Error.NotImplemented, "<Header>" + name + "</Header>");
  }

  @Test
  void theDocumentOfTagsIsAHeader() {
    field("key", "k");
    field(
        "tagging",
        "<Tagging><TagSet><Tag><Key>a b</Key><Value>1+1=2</Value></Tag>"
            + "<Tag><Key>ü</Key><Value/></Tag></TagSet></Tagging>");
    field("x-amz-website-redirect-location", "/there");
    sign();
    assertThat(post().status()).isEqualTo(204);
    assertThat(stored().extras())
        .isEqualTo(new Extras("a%20b=1%2B1%3D2&%C3%BC=", "/there", ObjectLockHeaders.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "<Tagging/>, MalformedXML",
    "x, MalformedXML",
    "<Tagging><TagSet><Tag><Key>aws:a</Key><Value/></Tag></TagSet></Tagging>, InvalidTag"
  })
  void tagsThatAreNoneAreRefused(String document, S3Error error) {
    field("key", "k");
    field("tagging", document);
    sign();
    refused(post(), error, "<Message>");
  }

  @ParameterizedTest
  @CsvSource({"x-amz-meta-a, 'b\r\nc'", "Content-Type, 'a\nb'", "x-amz-meta-a b, c"})
  void whatNoHeaderCanHoldIsRefused(String name, String value) {
    field("key", "k");
    field(name, value);
    sign();
    refused(post(), S3Error.InvalidArgument, "<ArgumentName>" + name + "</ArgumentName>");
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-acl, private, InvalidRequest",
    "x-amz-meta-a, b, InvalidRequest",
    "x-amz-server-side-encryption, AES256, InvalidRequest",
    "If-None-Match, *, NotImplemented",
    "If-Match, e, NotImplemented",
    "Content-MD5, AAAAAAAAAAAAAAAAAAAAAA==, NotImplemented",
    "x-amz-content-sha256, STREAMING-UNSIGNED-PAYLOAD-TRAILER, NotImplemented",
  })
  void theRequestItselfMaySayNothingOfTheObject(String name, String value, S3Error error) {
    field("key", "k");
    sign();
    headers = headers.toBuilder().set(name, value).build();
    refused(post(), error, "");
  }

  @Test
  void theRequestItselfMayNotBeSigned() {
    field("key", "k");
    sign();
    refused(
        post("/mine?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
        S3Error.AuthorizationQueryParametersError,
        "");
    Request signed =
        SIGNER.sign(
            new Request("POST", "/mine", null, headers, Body.empty(), Request.Peer.LOCAL),
            new ContentHash.UnsignedPayload(),
            NOW);
    headers = signed.headers();
    refused(post(), S3Error.InvalidArgument, "Only one auth mechanism allowed");
  }

  @Test
  void aFormWithoutALengthIsRefused() {
    var request =
        new Request(
            "POST",
            "/mine",
            null,
            headers.toBuilder().set("Content-Type", "multipart/form-data; boundary=b").build(),
            Body.empty(),
            Request.Peer.LOCAL);
    refused(gateway().handle(request), S3Error.MissingContentLength, "");
  }

  @Test
  void aFormIsNoCallByName() {
    field("Action", "CreateUser");
    field("key", "k");
    refused(post("/"), S3Error.MethodNotAllowed, "");
  }
}
