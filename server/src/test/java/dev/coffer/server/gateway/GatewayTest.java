package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Account;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.Served;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one path of a request, before a table of two operations. */
class GatewayTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Account ACCOUNT = new Account("000000000000", "a".repeat(64));
  private static final Account OTHER = new Account("111111111111", "b".repeat(64));
  private static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE", SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG"), ACCOUNT, ACCOUNT.id());
  private static final Signer SIGNER = new Signer(KEY.id(), KEY.secret(), "us-east-1", null);

  private @Nullable RuntimeException failure;
  private @Nullable Caller seen;

  private final Gateway gateway = gateway();

  private Gateway gateway() {
    Entropy entropy = new Random(1)::nextBytes;
    InstantSource clock = InstantSource.fixed(NOW);
    var table =
        S3Table.of(
            List.of(
                new Served<>(GetBucketLocation.class, this::location),
                new Served<>(PutObject.class, this::put)));
    return new OneKeyGateway(KEY, "us-east-1", clock, entropy)
        .serving(table, new WithoutPolicies(GatewayTest::owner));
  }

  private static Account owner(String bucket) {
    return switch (bucket) {
      case "mine" -> ACCOUNT;
      case "theirs" -> OTHER;
      default -> throw S3Error.NoSuchBucket.with("BucketName", bucket);
    };
  }

  private GetBucketLocation.Output location(Call call, GetBucketLocation op) {
    seen = call.caller();
    if (failure != null) {
      throw failure;
    }
    return new GetBucketLocation.Output(null);
  }

  private PutObject.Output put(Call call, PutObject op) throws IOException {
    seen = call.caller();
    long size = op.content().stream().readAllBytes().length;
    return new PutObject.Output(
        "\"x\"", null, null, size, ChecksumHeaders.NONE, null, SseApplied.SSE_S3, null);
  }

  // ---- requests

  private static Request request(String method, String path, @Nullable String query) {
    return new Request(
        method, path, query, Headers.of("Host", "localhost"), Body.empty(), Request.Peer.LOCAL);
  }

  private static Request signed(Request request) {
    return SIGNER.sign(request, new ContentHash.UnsignedPayload(), NOW);
  }

  private static Request location(String bucket) {
    return request("GET", "/" + bucket, "location");
  }

  private static String text(Response response) throws IOException {
    try (InputStream stream = response.body().stream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final InputStream UNTOUCHABLE =
      new InputStream() {
        @Override
        public int read() {
          throw new AssertionError("the body was read");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return read();
        }
      };

  private static Request withUnreadableBody(Request request) {
    return request.withBody(new Body(UNTOUCHABLE, 5));
  }

  // ---- what is answered

  @Test
  void aSignedRequestIsServed() throws IOException {
    Response response = gateway.handle(signed(location("mine")));
    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).contains("LocationConstraint");
    assertThat(seen).isEqualTo(Caller.Principal.rootOf(ACCOUNT, KEY.id()));
  }

  @Test
  void everyAnswerSaysWhoGaveIt() throws IOException {
    for (Request request : List.of(signed(location("mine")), location("mine"))) {
      Headers headers = gateway.handle(request).headers();
      assertThat(headers.first("x-amz-request-id"))
          .hasValueSatisfying(id -> assertThat(id).matches("[0-9A-F]{16}"));
      assertThat(headers.first("x-amz-id-2")).isPresent();
      assertThat(headers.first("Server")).hasValue("Coffer");
      assertThat(headers.first("Date")).hasValue("Mon, 23 Nov 2026 12:00:00 GMT");
    }
  }

  @Test
  void theErrorDocumentCarriesTheSameRequestId() throws IOException {
    Response response = gateway.handle(signed(location("none")));
    String id = response.headers().first("x-amz-request-id").orElseThrow();
    assertThat(text(response))
        .contains("<Code>NoSuchBucket</Code>", "<RequestId>" + id + "</RequestId>");
  }

  @ParameterizedTest
  @CsvSource({
    "mine, true, 200, LocationConstraint",
    "theirs, true, 403, AccessDenied",
    "none, true, 404, NoSuchBucket",
    "mine, false, 403, AccessDenied",
    "none, false, 404, NoSuchBucket",
  })
  void aMissingBucketComesBeforeRights(String bucket, boolean sign, int status, String says)
      throws IOException {
    Request request = location(bucket);
    Response response = gateway.handle(sign ? signed(request) : request);
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response)).contains(says);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /mine, acl, GetBucketAcl",
    "PUT, /mine, tagging, PutBucketTagging",
    "DELETE, /mine, lifecycle, DeleteBucketLifecycle",
    "GET, /mine/key, torrent, GetObjectTorrent",
    "GET, /none, acl, GetBucketAcl",
  })
  void whatIsNotServedIsRefusedByName(String method, String path, String query, String name)
      throws IOException {
    Request request = request(method, path, query);
    Response response = gateway.handle(signed(request));
    assertThat(response.status()).isEqualTo(501);
    assertThat(text(response)).contains("<Code>NotImplemented</Code>", name);
    Response anonymous = gateway.handle(request);
    assertThat(anonymous.status()).isEqualTo(403);
    assertThat(text(anonymous)).doesNotContain(name);
  }

  @Test
  void anUnknownMethodIsNotAllowed() {
    assertThat(gateway.handle(signed(request("PATCH", "/mine", null))).status()).isEqualTo(405);
  }

  @Test
  void aBadSignatureIsRefusedBeforeTheBucketIsLookedFor() throws IOException {
    Request request = signed(location("none"));
    Headers headers = request.headers().toBuilder().set("x-amz-date", "20261123T120001Z").build();
    Response response = gateway.handle(request.withHeaders(headers));
    assertThat(text(response)).contains("SignatureDoesNotMatch");
  }

  // ---- bodies

  @ParameterizedTest
  @CsvSource({"mine, false", "theirs, true", "none, true"})
  void noBodyIsReadBeforeTheCallerMayWrite(String bucket, boolean sign) {
    Request put = put("/" + bucket + "/key");
    Request request = withUnreadableBody(sign ? signed(put) : put);
    assertThat(gateway.handle(request).status()).isIn(403, 404);
    assertThat(seen).isNull();
  }

  private static Request put(String path) {
    return request("PUT", path, null)
        .withHeaders(Headers.of("Host", "localhost", "Content-Length", "5"));
  }

  @Test
  void aStreamOfUndeclaredLengthIsRefused() throws IOException {
    Request put = request("PUT", "/mine/key", null);
    Request request = withUnreadableBody(signed(put));
    Response response = gateway.handle(request);
    assertThat(response.status()).isEqualTo(411);
    assertThat(text(response)).contains("MissingContentLength");
  }

  @Test
  void aBodyReachesTheOperation() throws IOException {
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    Response response = gateway.handle(signed(put("/mine/key").withBody(Body.of(hello))));
    assertThat(response.headers().first("x-amz-object-size")).hasValue("5");
  }

  // ---- failures

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Unavailable("disk is away"), 503, "ServiceUnavailable"),
        Arguments.of(new Full("disk is full"), 503, "ServiceUnavailable"),
        Arguments.of(new Corrupt("row is torn"), 500, "InternalError"),
        Arguments.of(new NotAuthentic(), 500, "InternalError"),
        Arguments.of(new IllegalStateException("secret detail"), 500, "InternalError"),
        Arguments.of(S3Error.BucketNotEmpty.refusal(), 409, "BucketNotEmpty"),
        Arguments.of(S3Error.NotModified.refusal().header("ETag", "\"e\""), 304, ""));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfFailureHasItsAnswer(RuntimeException cause, int status, String code)
      throws IOException {
    failure = cause;
    Response response = gateway.handle(signed(location("mine")));
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response)).contains(code).doesNotContain("disk", "torn", "secret", "authentic");
  }

  @Test
  void aRefusalsOwnHeadersAreSent() {
    failure = S3Error.NotModified.refusal().header("ETag", "\"e\"");
    Response response = gateway.handle(signed(location("mine")));
    assertThat(response.headers().first("ETag")).hasValue("\"e\"");
    failure = new Unavailable("later");
    assertThat(gateway.handle(signed(location("mine"))).headers().first("Retry-After")).isPresent();
  }

  @Test
  void aFailedHeadHasNoBody() throws IOException {
    Response response = gateway.handle(signed(request("HEAD", "/none/key", null)));
    assertThat(response.status()).isIn(404, 501);
    assertThat(text(response)).isEmpty();
  }

  @Test
  void whatIsNoRequestIsAnsweredAsAnError() throws IOException {
    Response response = gateway.refuse(S3Error.URITooLong.refusal());
    assertThat(response.status()).isEqualTo(414);
    assertThat(text(response)).contains("<Code>URITooLong</Code>", "<RequestId>");
  }

  // ---- questions of browsers and of operators

  @Test
  void aPageFromElsewhereGetsNoPermission() throws IOException {
    Request question =
        request("OPTIONS", "/mine/key", null)
            .withHeaders(
                Headers.of(
                    "Host", "localhost",
                    "Origin", "https://example.com",
                    "Access-Control-Request-Method", "PUT"));
    Response response = gateway.handle(question);
    assertThat(response.status()).isEqualTo(403);
    assertThat(text(response))
        .contains(
            "<Code>AccessForbidden</Code>",
            "CORSResponse: CORS is not enabled for this bucket.",
            "<Method>PUT</Method>",
            "<ResourceType>BUCKET</ResourceType>");
  }

  @Test
  void aQuestionWithoutOriginIsIncomplete() {
    assertThat(gateway.handle(request("OPTIONS", "/mine", null)).status()).isEqualTo(400);
  }

  @Test
  void aBucketMayBeCalledHealth() throws IOException {
    assertThat(text(gateway.handle(signed(location("health"))))).contains("NoSuchBucket");
  }
}
