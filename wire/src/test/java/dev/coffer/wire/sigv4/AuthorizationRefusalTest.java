package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not exactly right is refused in Amazon's words. */
final class AuthorizationRefusalTest {
  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
  private static final Signer SIGNER =
      new Signer("AKIDEXAMPLE", Recorded.SECRET, "us-east-1", null);
  private static final SigningKey KEY =
      SigningKey.derive(Recorded.SECRET, CredentialScope.on(TIME, "us-east-1", "s3"));
  private static final ContentHash NOTHING = ContentHash.Exact.of(new byte[0]);
  private static final String MALFORMED = "The authorization header is malformed; ";
  private static final String CREDENTIAL = "Error parsing the X-Amz-Credential parameter; ";

  record Case(String name, Request request, S3Error error, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> malformedHeaders() {
    return Stream.of(
        header(
            "basic", v -> "Basic abc", S3Error.InvalidArgument, "Unsupported Authorization Type"),
        header("empty", v -> "", S3Error.InvalidArgument, "Unsupported Authorization Type"),
        header("sigv2", v -> "AWS AKID:c2ln", S3Error.InvalidRequest, sigV2()),
        header(
            "sigv4a",
            v -> v.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            S3Error.NotImplemented,
            "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not implemented"),
        malformed("algorithm alone", v -> "AWS4-HMAC-SHA256", threeParts()),
        malformed("no signature", v -> v.replaceAll(", Signature=.*", ""), threeParts()),
        malformed("twice a part", v -> v + ", Signature=00", threeParts()),
        malformed("a fourth part", v -> v + ", Extra=1", threeParts()),
        malformed("no equals sign", v -> v.replace("Signature=", "Signature"), threeParts()),
        malformed("four fields", v -> v.replace("/s3/", "/"), credentialShape()),
        malformed("six fields", v -> v.replace("/s3/", "/s3/s3/"), credentialShape()),
        malformed("no access key", v -> v.replace("AKIDEXAMPLE", ""), credentialShape()),
        malformed("odd access key", v -> v.replace("AKIDEXAMPLE", "A D"), credentialShape()),
        malformed("endless access key", v -> v.replace("AKID", "A".repeat(200)), credentialShape()),
        malformed(
            "terminal",
            v -> v.replace("aws4_request", "aws5"),
            "incorrect terminal \"aws5\". This endpoint uses \"aws4_request\"."),
        malformed(
            "date format",
            v -> v.replace("20261123/", "2026-11-23/"),
            "incorrect date format \"2026-11-23\". This date in the credential must be in the"
                + " format \"yyyyMMdd\"."),
        malformed(
            "other date",
            v -> v.replace("20261123/", "20261122/"),
            "Invalid credential date \"20261122\". This date is not the same as X-Amz-Date:"
                + " \"20261123\"."),
        malformed(
            "other service",
            v -> v.replace("/s3/", "/ec2/"),
            "incorrect service \"ec2\". This endpoint belongs to \"s3\"."),
        malformed(
            "other region",
            v -> v.replace("/us-east-1/", "/eu-west-1/"),
            "the region 'eu-west-1' is wrong; expecting 'us-east-1'"),
        malformed("no signed headers", v -> v.replaceAll("Headers=[^,]*", "Headers="), names()),
        malformed("upper case", v -> v.replace("=host", "=Host"), names()),
        malformed("a name twice", v -> v.replace("=host", "=host;host"), names()),
        malformed("a gap", v -> v.replace("=host", "=;host"), names()),
        malformed("a space", v -> v.replace("=host", "=a b;host"), names()),
        malformed(
            "no host",
            v -> v.replace("=host;", "="),
            "SignedHeaders must include the host header."));
  }

  static Stream<Case> malformedRequests() {
    String date = "AWS authentication requires a valid Date or x-amz-date header";
    return Stream.of(
        with("no date", "x-amz-date", null, S3Error.AccessDenied, date),
        with("bad date", "x-amz-date", "yesterday", S3Error.AccessDenied, date),
        with("no such day", "x-amz-date", "20260231T120000Z", S3Error.AccessDenied, date),
        with("extended date", "x-amz-date", "2026-11-23T12:00:00Z", S3Error.AccessDenied, date),
        with(
            "no hash",
            ContentHash.HEADER,
            null,
            S3Error.InvalidRequest,
            "Missing required header for this request: x-amz-content-sha256"),
        with(
            "bad hash",
            ContentHash.HEADER,
            "abc",
            S3Error.InvalidArgument,
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or"
                + " a valid sha256 value."),
        with(
            "sigv4a chunks",
            ContentHash.HEADER,
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
            S3Error.NotImplemented,
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD is not implemented"));
  }

  static Stream<Case> malformedUrls() {
    String incomplete =
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    String week =
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
            + " must be less than 604800 seconds";
    return Stream.of(
        url("no algorithm", q -> q.replaceAll("X-Amz-Algorithm=[^&]*&", ""), incomplete),
        url("no credential", q -> q.replaceAll("X-Amz-Credential=[^&]*&", ""), incomplete),
        url("no date", q -> q.replaceAll("X-Amz-Date=[^&]*&", ""), incomplete),
        url("no expiry", q -> q.replaceAll("X-Amz-Expires=[^&]*&", ""), incomplete),
        url("no signed headers", q -> q.replaceAll("X-Amz-SignedHeaders=[^&]*&", ""), incomplete),
        url("no signature", q -> q.replaceAll("&X-Amz-Signature=.*", ""), incomplete),
        url(
            "algorithm",
            q -> q.replace("HMAC-SHA256", "HMAC-SHA1"),
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""),
        url(
            "words for seconds",
            q -> q.replace("=3600", "=soon"),
            "X-Amz-Expires should be a number"),
        url("fraction", q -> q.replace("=3600", "=1.5"), "X-Amz-Expires should be a number"),
        url("plus", q -> q.replace("=3600", "=%2B5"), "X-Amz-Expires should be a number"),
        url("huge", q -> q.replace("=3600", "=9999999999999"), "X-Amz-Expires should be a number"),
        url("negative", q -> q.replace("=3600", "=-1"), "X-Amz-Expires must be non-negative"),
        url("eight days", q -> q.replace("=3600", "=604801"), week),
        url(
            "date format",
            q -> q.replace("Date=20261123T120000Z", "Date=20261123"),
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
        url("four fields", q -> q.replace("%2Fs3%2F", "%2F"), CREDENTIAL + credentialShape()),
        url(
            "other service",
            q -> q.replace("%2Fs3%2F", "%2Fsqs%2F"),
            CREDENTIAL + "incorrect service \"sqs\". This endpoint belongs to \"s3\"."),
        url(
            "other region",
            q -> q.replace("us-east-1", "eu-west-1"),
            CREDENTIAL + "the region 'eu-west-1' is wrong; expecting 'us-east-1'"),
        url(
            "other date",
            q -> q.replace("20261123%2F", "20261122%2F"),
            CREDENTIAL
                + "Invalid credential date \"20261122\". This date is not the same as X-Amz-Date:"
                + " \"20261123\"."),
        url(
            "no names",
            q -> q.replace("SignedHeaders=host", "SignedHeaders="),
            CREDENTIAL + names()),
        url(
            "signature twice",
            q -> q + "&X-Amz-Signature=00",
            "The parameter X-Amz-Signature must not be repeated"),
        url(
            "expiry twice",
            q -> q + "&X-Amz-Expires=604800",
            "The parameter X-Amz-Expires must not be repeated"));
  }

  @ParameterizedTest
  @MethodSource({"malformedHeaders", "malformedRequests", "malformedUrls"})
  void malformedClaimsAreRefused(Case malformed) {
    S3Exception refusal = Refusal.of(() -> verify(malformed.request));
    assertThat(refusal.text()).isEqualTo(malformed.text);
    assertThat(refusal.error()).isEqualTo(malformed.error);
    if (malformed.name.equals("other region")) {
      assertThat(refusal.elements()).containsEntry("Region", "us-east-1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSAccessKeyId=AKID&Expires=1&Signature=c2ln",
        "AWSAccessKeyId=AKID",
        "Signature=c2ln"
      })
  void secondVersionUrlsAreRefused(String query) {
    S3Exception refusal = Refusal.of(() -> verify(request("GET", "/b/k", query)));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(refusal.text()).isEqualTo(sigV2());
  }

  @Test
  void fourthVersionAUrlsAreRefusedByName() {
    Request url = presigned();
    Request other = withQuery(url, query(url).replace("HMAC-SHA256", "ECDSA-P256-SHA256"));
    assertThat(Refusal.of(() -> verify(other)).error()).isEqualTo(S3Error.NotImplemented);
  }

  @Test
  void twoMechanismsAtOnceAreRefused() {
    Request both = presigned();
    Headers signed = signed().headers();
    Headers twice = signed.toBuilder().add("authorization", authorization()).build();
    for (Request request : List.of(both.withHeaders(signed), signed().withHeaders(twice))) {
      S3Exception refusal = Refusal.of(() -> verify(request));
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
      assertThat(refusal.text()).startsWith("Only one auth mechanism allowed; ");
    }
  }

  @Test
  void noClaimIsAnonymous() {
    assertThat(Authorization.find(request("GET", "/b/k", "prefix=Signature"))).isEmpty();
    assertThat(Authorization.anonymousContentHash(Headers.EMPTY))
        .isEqualTo(new ContentHash.UnsignedPayload());
    Headers chunks = Headers.of(ContentHash.HEADER, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    assertThat(Refusal.of(() -> Authorization.anonymousContentHash(chunks)).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  @ParameterizedTest
  @CsvSource({"-901, false", "-900, true", "0, true", "900, true", "901, false"})
  void aClockMayBeOffByAQuarterOfAnHour(long seconds, boolean accepted) {
    Authorization claim = Authorization.find(signed()).orElseThrow();
    Instant now = TIME.plusSeconds(seconds);
    if (accepted) {
      assertThatCode(() -> claim.requireTime(now)).doesNotThrowAnyException();
    } else {
      S3Exception refusal = Refusal.of(() -> claim.requireTime(now));
      assertThat(refusal.error()).isEqualTo(S3Error.RequestTimeTooSkewed);
      assertThat(refusal.elements())
          .containsEntry("RequestTime", "20261123T120000Z")
          .containsEntry("ServerTime", now.toString())
          .containsEntry("MaxAllowedSkewMilliseconds", "900000");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-901, Request is not valid yet",
    "-900, ",
    "0, ",
    "3600, ",
    "3601, Request has expired"
  })
  void aUrlLivesBetweenItsDateAndItsExpiry(long seconds, @Nullable String text) {
    Authorization claim = Authorization.find(presigned()).orElseThrow();
    Instant now = TIME.plusSeconds(seconds);
    if (text == null) {
      assertThatCode(() -> claim.requireTime(now)).doesNotThrowAnyException();
    } else {
      S3Exception refusal = Refusal.of(() -> claim.requireTime(now));
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refusal.text()).isEqualTo(text);
      assertThat(refusal.elements()).containsEntry("ServerTime", now.toString());
    }
  }

  @Test
  void theExpiryRefusalSaysWhen() {
    Authorization claim = Authorization.find(presigned()).orElseThrow();
    assertThat(Refusal.of(() -> claim.requireTime(TIME.plusSeconds(4000))).elements())
        .containsEntry("X-Amz-Expires", "3600")
        .containsEntry("Expires", "2026-11-23T13:00:00Z");
  }

  @Test
  void aWeekIsTheLongestLife() {
    Request week = SIGNER.presign(request("GET", "/b/k", null), Duration.ofDays(7), TIME);
    verify(week);
    assertThat(Authorization.find(week).orElseThrow().expires()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void theMismatchShowsWhatWasExpectedToBeSigned() {
    Request signed = signed();
    Request bent = withQuery(signed, "acl");
    S3Exception refusal = Refusal.of(() -> verify(bent));
    assertThat(refusal.error()).isEqualTo(S3Error.SignatureDoesNotMatch);
    Authorization claim = Authorization.find(signed).orElseThrow();
    String canonical =
        "GET\n/b/k\nacl=\nhost:localhost\nx-amz-content-sha256:"
            + NOTHING.wireValue()
            + "\nx-amz-date:20261123T120000Z\n\nhost;x-amz-content-sha256;x-amz-date\n"
            + NOTHING.wireValue();
    String toSign =
        "AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/us-east-1/s3/aws4_request\n"
            + Sha256.hex(canonical);
    assertThat(refusal.elements())
        .containsEntry("AWSAccessKeyId", "AKIDEXAMPLE")
        .containsEntry("SignatureProvided", claim.signature())
        .containsEntry("StringToSign", toSign)
        .containsEntry("CanonicalRequest", canonical);
    assertThat(refusal.elements().get("StringToSignBytes")).startsWith("41 57 53 34 2d ");
    assertThat(refusal.elements().get("CanonicalRequestBytes")).startsWith("47 45 54 0a ");
  }

  @Test
  void theMismatchShowsNoKeysAndTokens() {
    String key = "x-amz-server-side-encryption-customer-key";
    Request request = request("GET", "/b/k", null, key, "c2VjcmV0");
    var signer = new Signer("AKIDEXAMPLE", Recorded.SECRET, "us-east-1", "token-text");
    Request bent = withQuery(signer.sign(request, NOTHING, TIME), "acl");
    assertThat(Refusal.of(() -> verify(bent)).elements().toString())
        .doesNotContain("c2VjcmV0")
        .doesNotContain("token-text")
        .contains(key + ":***");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 62, 63})
  void everyOtherSignatureIsRefused(int position) {
    String signature = Authorization.find(signed()).orElseThrow().signature();
    char other = signature.charAt(position) == '0' ? '1' : '0';
    String bent = signature.substring(0, position) + other + signature.substring(position + 1);
    for (String wrong : List.of(bent, signature.substring(1), "", signature + "0")) {
      Request request =
          withHeader(signed(), "Authorization", authorization().replace(signature, wrong));
      assertThat(Refusal.of(() -> verify(request)).error())
          .isEqualTo(S3Error.SignatureDoesNotMatch);
    }
  }

  @Test
  void unsignedAmzHeadersAreRefused() {
    for (Request signed : List.of(signed(), presigned())) {
      Headers more =
          signed.headers().toBuilder().add("X-Amz-Acl", "a").add("x-amz-meta-b", "b").build();
      S3Exception refusal = Refusal.of(() -> verify(signed.withHeaders(more)));
      assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
      assertThat(refusal.text())
          .isEqualTo("There were headers present in the request which were not signed");
      assertThat(refusal.elements()).containsEntry("HeadersNotSigned", "x-amz-acl, x-amz-meta-b");
    }
  }

  @Test
  void otherHeadersMayBeUnsigned() {
    Headers more = signed().headers().toBuilder().add("User-Agent", "x").add("Via", "y").build();
    assertThatCode(() -> verify(signed().withHeaders(more))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "Host, InvalidRequest",
    "x-amz-date, InvalidRequest",
    "x-amz-content-sha256, InvalidRequest",
    "x-amz-security-token, InvalidRequest"
  })
  void whatDecidesMustNotBeSaidTwice(String name, S3Error error) {
    Headers twice = signed().headers().toBuilder().add(name, "a").add(name, "b").build();
    assertThat(Refusal.of(() -> verify(signed().withHeaders(twice))).error()).isEqualTo(error);
  }

  @Test
  void aHeaderThatIsSignedButAbsentIsRefusedEvenIfItsEmptyValueWasSigned() {
    Request request = request("GET", "/b/k", null, "if-match", "");
    Request signed = SIGNER.sign(request, NOTHING, TIME);
    verify(signed);
    var without = Headers.builder();
    for (Headers.Field field : signed.headers().fields()) {
      if (!field.name().equals("if-match")) {
        without.add(field.name(), field.value());
      }
    }
    assertThat(Refusal.of(() -> verify(signed.withHeaders(without.build()))).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r\n b", "a\rb", "a\0b"})
  void foldedHeadersAreRefused(String value) {
    Request signed =
        SIGNER.sign(request("GET", "/b/k", null, "x-amz-meta-a", value), NOTHING, TIME);
    assertThat(Refusal.of(() -> verify(signed)).error()).isEqualTo(S3Error.InvalidRequest);
  }

  @Test
  void aParameterWithTwoValuesIsRefusedSinceTheirOrderIsNotSigned() {
    Request signed = SIGNER.sign(request("GET", "/b/k", "versionId=1&versionId=2"), NOTHING, TIME);
    S3Exception refusal = Refusal.of(() -> verify(signed));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.elements()).containsEntry("ArgumentName", "versionId");
    verify(SIGNER.sign(request("GET", "/b/k", "versionId=1&versionId=1"), NOTHING, TIME));
  }

  @Test
  void percentDigitsMayBeOfEitherCase() {
    Request signed = SIGNER.sign(request("GET", "/b/%C3%A4", "prefix=%C3%A4%2F"), NOTHING, TIME);
    Headers headers = signed.headers();
    verify(request("GET", "/b/%c3%a4", "prefix=%c3%a4%2f").withHeaders(headers));
    assertThat(
            Refusal.of(() ->
                    verify(request("GET", "/b/%C3%A5", "prefix=%C3%A4%2F").withHeaders(headers)))
                .error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @Test
  void theOrderOfTheQueryDoesNotMatter() {
    Request signed = SIGNER.sign(request("GET", "/b", "prefix=a&list-type=2"), NOTHING, TIME);
    verify(withQuery(signed, "list-type=2&prefix=a"));
  }

  @Test
  void aUrlMayDeclareItsBodyInQueryOrHeaderButNotTwoBodies() {
    Request inQuery =
        SIGNER.presign(
            request("PUT", "/b/k", "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
            Duration.ofHours(1),
            TIME);
    verify(inQuery);
    Request both = withHeader(inQuery, ContentHash.HEADER, NOTHING.wireValue());
    assertThat(Refusal.of(() -> verify(both)).error())
        .isEqualTo(S3Error.AuthorizationQueryParametersError);
    Request inHeader = withHeader(presigned(), ContentHash.HEADER, NOTHING.wireValue());
    assertThat(Authorization.find(inHeader).orElseThrow().contentHash()).isEqualTo(NOTHING);
  }

  @Test
  void theDateHeaderServesWhereNoAmzDateIs() {
    Request dated =
        request("GET", "/b/k", null, "Date", "Mon, 23 Nov 2026 12:00:00 GMT", "X-Other", "1");
    List<String> names = List.of("date", "host", ContentHash.HEADER);
    Headers headers =
        dated.headers().toBuilder().add(ContentHash.HEADER, NOTHING.wireValue()).build();
    Request hashed = dated.withHeaders(headers);
    CredentialScope scope = CredentialScope.on(TIME, "us-east-1", "s3");
    String canonical = new CanonicalRequest(hashed, names, NOTHING.wireValue()).text();
    String value =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"
            + scope.text()
            + ",SignedHeaders="
            + String.join(";", names)
            + ",Signature="
            + KEY.sign(StringToSign.request(TIME, scope, canonical));
    verify(withHeader(hashed, "Authorization", value));
  }

  @Test
  void nothingPrintsSecretsSignaturesOrTokens() {
    var signer = new Signer("AKIDEXAMPLE", Recorded.SECRET, "us-east-1", "token-text");
    Authorization claim =
        Authorization.find(signer.sign(request("GET", "/b/k", null), NOTHING, TIME)).orElseThrow();
    assertThat(signer + " " + claim)
        .doesNotContain("token-text")
        .doesNotContain(Recorded.SECRET.reveal())
        .doesNotContain(claim.signature())
        .contains("AKIDEXAMPLE");
    assertThat(Recorded.SECRET.sameAs(SecretAccessKey.of(Recorded.SECRET.reveal()))).isTrue();
    assertThat(Recorded.SECRET.sameAs(SecretAccessKey.of("other"))).isFalse();
  }

  private static void verify(Request request) {
    Authorization claim = Authorization.find(request).orElseThrow();
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(TIME);
    claim.requireSignature(request, KEY);
  }

  private static Case header(
      String name, UnaryOperator<String> change, S3Error error, String text) {
    Request changed = withHeader(signed(), "Authorization", change.apply(authorization()));
    return new Case(name, changed, error, text);
  }

  private static Case malformed(String name, UnaryOperator<String> change, String text) {
    return header(name, change, S3Error.AuthorizationHeaderMalformed, MALFORMED + text);
  }

  private static Case with(
      String name, String header, @Nullable String value, S3Error error, String text) {
    var headers = Headers.builder();
    for (Headers.Field field : signed().headers().fields()) {
      if (!field.name().equalsIgnoreCase(header)) {
        headers.add(field.name(), field.value());
      }
    }
    if (value != null) {
      headers.add(header, value);
    }
    return new Case(name, signed().withHeaders(headers.build()), error, text);
  }

  private static Case url(String name, UnaryOperator<String> change, String text) {
    Request url = presigned();
    Request changed = withQuery(url, change.apply(query(url)));
    return new Case(name, changed, S3Error.AuthorizationQueryParametersError, text);
  }

  private static String threeParts() {
    return "the authorization header requires three components:"
        + " Credential, SignedHeaders, and Signature.";
  }

  private static String credentialShape() {
    return "the Credential is mal-formed; expecting"
        + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
  }

  private static String names() {
    return "the SignedHeaders are mal-formed; expecting lower-case names separated by ';'.";
  }

  private static String sigV2() {
    return "The authorization mechanism you have provided is not supported."
        + " Please use AWS4-HMAC-SHA256.";
  }

  private static Request signed() {
    return SIGNER.sign(request("GET", "/b/k", null), NOTHING, TIME);
  }

  private static String authorization() {
    return signed().headers().first("Authorization").orElseThrow();
  }

  private static Request presigned() {
    return SIGNER.presign(request("GET", "/b/k", null), Duration.ofHours(1), TIME);
  }

  private static String query(Request request) {
    return String.valueOf(request.rawQuery());
  }

  private static Request withHeader(Request request, String name, String value) {
    return request.withHeaders(request.headers().toBuilder().set(name, value).build());
  }

  private static Request withQuery(Request request, @Nullable String query) {
    return new Request(
        request.method(),
        request.rawPath(),
        query,
        request.headers(),
        request.body(),
        request.peer());
  }

  private static Request request(
      String method, String path, @Nullable String query, String... headers) {
    Headers all = Headers.of(headers).toBuilder().set("Host", "localhost").build();
    return new Request(method, path, query, all, Body.empty(), Request.Peer.LOCAL);
  }
}
