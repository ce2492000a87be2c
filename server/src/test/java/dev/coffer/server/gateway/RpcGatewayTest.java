package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Account;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.admin.DeleteAccount;
import dev.coffer.wire.admin.ListAccounts;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import dev.coffer.wire.sts.GetCallerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls by name through the gateway: which protocol, whose words, what is read and when. */
class RpcGatewayTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Account ACCOUNT = new Account("000000000000", "a".repeat(64));
  private static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE", SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG"), ACCOUNT, ACCOUNT.id());
  private static final String REGION = "eu-central-1";
  private static final String IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  private @Nullable RuntimeException failure;
  private @Nullable Call seen;

  private final Gateway gateway = gateway();

  private Gateway gateway() {
    Entropy entropy = new Random(1)::nextBytes;
    InstantSource clock = InstantSource.fixed(NOW);
    var sts = new RpcTable(Rpc.Service.STS).serve(GetCallerIdentity.class, this::identity);
    var admin =
        new RpcTable(Rpc.Service.ADMIN)
            .serve(ListAccounts.class, this::list)
            .serve(DeleteAccount.class, this::delete);
    return new OneKeyGateway(KEY, REGION, clock, entropy)
        .serving(S3Table.of(List.of()), new WithoutPolicies(bucket -> ACCOUNT), sts, admin);
  }

  private GetCallerIdentity.Output identity(Call call, GetCallerIdentity op) {
    seen = call;
    if (failure != null) {
      throw failure;
    }
    String arn = call.caller() instanceof Caller.Principal principal ? principal.arn() : "-";
    return new GetCallerIdentity.Output("000000000000", "000000000000", arn);
  }

  private ListAccounts.Output list(Call call, ListAccounts op) {
    seen = call;
    if (failure != null) {
      throw failure;
    }
    return new ListAccounts.Output(List.of(), op.nextToken());
  }

  private DeleteAccount.Output delete(Call call, DeleteAccount op) {
    throw AdminError.NoSuchAccount.refusal();
  }

  // ---- requests

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Request form(String body) {
    return new Request(
        "POST",
        "/",
        null,
        Headers.of("Host", "localhost", "Content-Type", FORM, "User-Agent", "test/1"),
        Body.of(utf8(body)),
        Request.Peer.LOCAL);
  }

  private static Request json(String target, String body) {
    return new Request(
        "POST",
        "/",
        null,
        Headers.of("Host", "localhost", "X-Amz-Target", target),
        Body.of(utf8(body)),
        Request.Peer.LOCAL);
  }

  private static Signer signer(String service, String region) {
    return new Signer(KEY.id(), KEY.secret(), region, service, null);
  }

  private static Request signed(Request request, String service, String body) {
    return signer(service, REGION).signCall(request, utf8(body), NOW);
  }

  private Response form(String service, String body) {
    return gateway.handle(signed(form(body), service, body));
  }

  private Response json(String service, String target, String body) {
    return gateway.handle(signed(json(target, body), service, body));
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

  // ---- what is served

  @Test
  void aFormIsServed() throws IOException {
    Response response = form("sts", IDENTITY);
    assertThat(response.status()).isEqualTo(200);
    String id = response.headers().first("x-amzn-RequestId").orElseThrow();
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(text(response))
        .contains(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">",
            "<Arn>arn:aws:iam::000000000000:root</Arn>",
            "<RequestId>" + id + "</RequestId>");
    assertThat(response.headers().has("x-amz-request-id")).isFalse();
    assertThat(response.headers().first("Server")).hasValue("Coffer");
    assertThat(response.headers().first("Date")).hasValue("Mon, 23 Nov 2026 12:00:00 GMT");
  }

  @Test
  void jsonIsServed() throws IOException {
    Response response = json("coffer", "CofferAdmin.ListAccounts", "{\"nextToken\":\"n\"}");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).hasValue("application/x-amz-json-1.1");
    assertThat(text(response)).isEqualTo("{\"accounts\":[],\"nextToken\":\"n\"}");
  }

  @Test
  void theCallSaysWhoAndUnderWhichCircumstances() {
    form("sts", IDENTITY);
    Call call = Objects.requireNonNull(seen);
    assertThat(call.caller()).isEqualTo(Caller.Principal.rootOf(ACCOUNT, KEY.id()));
    assertThat(call.requestId()).hasSize(36);
    assertThat(call.keys().find("aws:CurrentTime")).containsExactly("2026-11-23T12:00:00Z");
    assertThat(call.keys().find("aws:EpochTime")).containsExactly("1795435200");
    assertThat(call.keys().find("aws:SecureTransport")).containsExactly("true");
    assertThat(call.keys().find("aws:SourceIp")).containsExactly("127.0.0.1");
    assertThat(call.keys().find("aws:UserAgent")).containsExactly("test/1");
    assertThat(call.keys().find("aws:RequestedRegion")).containsExactly(REGION);
    assertThat(call.keys().find("aws:ViaAWSService")).containsExactly("false");
    assertThat(call.keys().find("aws:Referer")).isNull();
  }

  /** As Kubernetes and Vault prove who they are: a URL that somebody else sends. */
  @Test
  void aPresignedUrlIsServedUntilItExpires() throws IOException {
    Request get =
        new Request(
            "GET",
            "/",
            IDENTITY,
            Headers.of("Host", "localhost"),
            Body.empty(),
            Request.Peer.LOCAL);
    for (String region : List.of(REGION, "us-east-1")) {
      Signer signer = signer("sts", region);
      Request url = signer.presignCall(get, Duration.ofSeconds(60), NOW.minusSeconds(30));
      assertThat(text(gateway.handle(url))).contains("<Account>000000000000</Account>");
    }
    Request late =
        signer("sts", REGION).presignCall(get, Duration.ofSeconds(60), NOW.minusSeconds(90));
    assertThat(text(gateway.handle(late)))
        .contains(
            "<Code>SignatureDoesNotMatch</Code>",
            "Signature expired: 20261123T115930Z is now earlier than 20261123T120000Z");
  }

  // ---- who is refused, in whose words

  @ParameterizedTest
  @CsvSource({
    "sts, us-east-1, 200",
    "sts, eu-central-1, 200",
    "sts, us-west-2, 403",
    "coffer, eu-central-1, 200",
    "coffer, us-east-1, 400",
  })
  void theGlobalRegionIsGoodForIamAndSts(String service, String region, int status) {
    boolean sts = service.equals("sts");
    String body = sts ? IDENTITY : "{}";
    Request request = sts ? form(body) : json("CofferAdmin.ListAccounts", body);
    Response response = gateway.handle(signer(service, region).signCall(request, utf8(body), NOW));
    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void aTargetOfTheKeyServiceNeedsItsScope() throws IOException {
    Response response = json("s3", "TrentService.ListKeys", "{}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response))
        .isEqualTo(
            "{\"__type\":\"InvalidSignatureException\",\"message\":\"Credential should be scoped"
                + " to correct service: 'kms'.\"}");
  }

  @Test
  void aRequestThatNobodySignedIsRefusedUnread() throws IOException {
    Request unread = form(IDENTITY).withBody(new Body(UNTOUCHABLE, 5));
    Response response = gateway.handle(unread);
    assertThat(response.status()).isEqualTo(403);
    assertThat(text(response))
        .contains(
            "<Type>Sender</Type><Code>MissingAuthenticationToken</Code>"
                + "<Message>Request is missing Authentication Token</Message>");
    Response key =
        gateway.handle(json("TrentService.ListKeys", "{}").withBody(new Body(UNTOUCHABLE, 5)));
    assertThat(key.status()).isEqualTo(400);
    assertThat(text(key))
        .contains("\"__type\":\"MissingAuthenticationTokenException\"", "\"message\":");
  }

  @Test
  void anUnknownKeyIsRefusedUnread() throws IOException {
    var stranger =
        new Signer("AKIDSTRANGER", SecretAccessKey.of("x".repeat(20)), REGION, "sts", null);
    Request claimed = stranger.signCall(form(IDENTITY), utf8(IDENTITY), NOW);
    Response response = gateway.handle(claimed.withBody(new Body(UNTOUCHABLE, 5)));
    assertThat(response.status()).isEqualTo(403);
    assertThat(text(response))
        .contains(
            "<Code>InvalidClientTokenId</Code>"
                + "<Message>The security token included in the request is invalid.</Message>");
  }

  @Test
  void aSessionTokenThatWeDidNotMakeIsRefused() throws IOException {
    var session = new Signer(KEY.id(), KEY.secret(), REGION, "kms", "token");
    Request request = session.signCall(json("TrentService.ListKeys", "{}"), utf8("{}"), NOW);
    assertThat(text(gateway.handle(request)))
        .isEqualTo(
            "{\"__type\":\"UnrecognizedClientException\",\"message\":\"The security token"
                + " included in the request is invalid.\"}");
  }

  @Test
  void anotherBodyThanTheSignedIsRefused() throws IOException {
    Request request = signed(form(IDENTITY), "sts", IDENTITY).withBody(Body.of(utf8("Action=x")));
    Response response = gateway.handle(request);
    assertThat(response.status()).isEqualTo(403);
    assertThat(text(response))
        .contains(
            "<Code>SignatureDoesNotMatch</Code>",
            "Check your AWS Secret Access Key and signing method.")
        .doesNotContain("CanonicalRequest");
    assertThat(seen).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "-1000, Signature expired: 20261123T114320Z is now earlier than 20261123T114500Z"
        + " (20261123T120000Z - 15 min.)",
    "1000, Signature not yet current: 20261123T121640Z is still later than 20261123T121500Z"
        + " (20261123T120000Z + 15 min.)",
  })
  void aClockThatIsOffIsToldByHowMuch(long seconds, String text) throws IOException {
    Request request =
        signer("sts", REGION).signCall(form(IDENTITY), utf8(IDENTITY), NOW.plusSeconds(seconds));
    assertThat(text(gateway.handle(request))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-central-1/sts/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/2026/eu-central-1/sts/aws4_request,"
            + " SignedHeaders=host, Signature=0",
      })
  void aClaimThatIsNotWholeIsIncomplete(String claim) throws IOException {
    Headers headers =
        form("").headers().toBuilder()
            .set("Authorization", claim)
            .set("X-Amz-Date", "20261123T120000Z")
            .build();
    Response response = gateway.handle(form("").withHeaders(headers));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("<Code>IncompleteSignature</Code>");
  }

  // ---- what is not served

  @ParameterizedTest
  @CsvSource({
    "iam, Action=ListUsers&Version=2010-05-08, 501, NotImplemented, iam",
    "iam, Action=Fly&Version=2010-05-08, 400, InvalidAction, iam",
    "iam, Version=2010-05-08, 400, MissingAction, iam",
    "iam, '', 400, MissingAction, iam",
    "sts, Action=ListUsers&Version=2010-05-08, 400, InvalidAction, sts",
    "sts, Action=GetCallerIdentity&Version=2011-06-15&Color=1, 400, ValidationError, sts",
  })
  void formsAreRefusedInTheWordsOfTheirService(
      String service, String body, int status, String code, String host) throws IOException {
    Response response = form(service, body);
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response))
        .contains("<Code>" + code + "</Code>", "https://" + host + ".amazonaws.com/doc/");
  }

  @ParameterizedTest
  @CsvSource({
    "kms, TrentService.CreateKey, 400, UnsupportedOperationException",
    "kms, TrentService.Fly, 400, UnknownOperationException",
    "coffer, CofferAdmin.Fly, 400, UnknownOperationException",
    "coffer, CofferAdmin.DeleteAccount, 400, ValidationException",
  })
  void targetsAreRefusedInTheWordsOfTheirService(
      String service, String target, int status, String code) throws IOException {
    Response response = json(service, target, "{}");
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response)).contains("\"__type\":\"" + code + "\"");
    assertThat(response.headers().first("x-amzn-ErrorType")).hasValue(code);
  }

  @Test
  void aRefusalOfTheOperationReachesTheClient() throws IOException {
    Response response =
        json("coffer", "CofferAdmin.DeleteAccount", "{\"account\":\"111111111111\"}");
    assertThat(response.status()).isEqualTo(404);
    assertThat(text(response)).contains("NoSuchAccount", "There is no such account.");
  }

  // ---- sizes

  @Test
  void aPolicyOfAMegabyteReachesTheService() throws IOException {
    String policy = "&PolicyDocument=" + "%7B".repeat(1 << 20);
    Response response = form("iam", "Action=CreatePolicy&Version=2010-05-08" + policy);
    assertThat(text(response)).contains("<Code>NotImplemented</Code>");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatIsTooLargeIsRefused(boolean declared) throws IOException {
    String large = "a".repeat((4 << 20) + 1);
    Request request = signed(form(large), "iam", large);
    Body unread = new Body(UNTOUCHABLE, (4 << 20) + 1);
    Body undeclared = new Body(request.body().stream(), Body.UNKNOWN);
    Response response = gateway.handle(request.withBody(declared ? unread : undeclared));
    assertThat(response.status()).isEqualTo(413);
    assertThat(text(response)).contains("<Code>RequestEntityTooLarge</Code>");
    String text = "{\"nextToken\":\"" + "a".repeat(1 << 20) + "\"}";
    assertThat(json("coffer", "CofferAdmin.ListAccounts", text).status()).isEqualTo(413);
  }

  // ---- failures

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Unavailable("disk is away"), 503, "ServiceUnavailable", 503),
        Arguments.of(new Full("disk is full"), 503, "ServiceUnavailable", 503),
        Arguments.of(new Corrupt("row is torn"), 500, "InternalFailure", 500),
        Arguments.of(new NotAuthentic(), 500, "InternalFailure", 500),
        Arguments.of(S3Error.NoSuchBucket.refusal(), 500, "InternalFailure", 500),
        Arguments.of(new IllegalStateException("secret detail"), 500, "InternalFailure", 500));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfFailureHasItsAnswer(
      RuntimeException cause, int formStatus, String code, int jsonStatus) throws IOException {
    failure = cause;
    Response form = form("sts", IDENTITY);
    assertThat(form.status()).isEqualTo(formStatus);
    assertThat(text(form))
        .contains("<Type>Receiver</Type><Code>" + code + "</Code>")
        .doesNotContain("disk", "torn", "secret", "bucket", "authentic");
    Response json = json("coffer", "CofferAdmin.ListAccounts", "{}");
    assertThat(json.status()).isEqualTo(jsonStatus);
    assertThat(text(json))
        .contains("\"__type\":\"" + code + "\"")
        .doesNotContain("disk", "torn", "secret", "bucket", "authentic");
  }

  // ---- what is not a call

  @ParameterizedTest
  @CsvSource({
    "GET, /, ",
    "POST, /bucket, ",
    "PUT, /, Action=GetCallerIdentity",
    "GET, /bucket, Action=GetCallerIdentity",
    "GET, /, %zz",
  })
  void otherRequestsAreS3s(String method, String path, @Nullable String query) {
    Request request =
        new Request(
            method, path, query, Headers.of("Host", "localhost"), Body.empty(), Request.Peer.LOCAL);
    assertThat(gateway.handle(request).headers().has("x-amz-request-id")).isTrue();
  }

  @Test
  void whatABucketsHostIsAskedForIsS3() {
    Headers headers = form(IDENTITY).headers().toBuilder().set("Host", "photos.localhost").build();
    Response response = gateway.handle(form(IDENTITY).withHeaders(headers));
    assertThat(response.headers().has("x-amz-request-id")).isTrue();
  }
}
