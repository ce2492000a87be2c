package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;

/** Rules for pages of other origins: as configuration, before a request, and with it. */
@ExtendWith(SharedServer.class)
class CorsTest {
  private static final String HOME = "https://home.example:4200";
  private static final String VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  private final S3Client s3;
  private final RawClient raw;
  private final Buckets buckets;
  private String bucket;

  CorsTest(S3Client s3, RawClient raw, Buckets buckets) {
    this.s3 = s3;
    this.raw = raw;
    this.buckets = buckets;
  }

  @BeforeEach
  void bucket() {
    bucket = buckets.fresh();
    buckets.put(bucket, "k", "text");
  }

  private static CORSRule.Builder rule() {
    return CORSRule.builder()
        .allowedOrigins(HOME)
        .allowedMethods("GET", "PUT")
        .allowedHeaders("*")
        .maxAgeSeconds(3000);
  }

  private void put(CORSRule.Builder... rules) {
    List<CORSRule> built = List.of(rules).stream().map(CORSRule.Builder::build).toList();
    s3.putBucketCors(put -> put.bucket(bucket).corsConfiguration(to -> to.corsRules(built)));
  }

  private Answer ask(String... headers) {
    return raw.anonymous("OPTIONS", "/" + bucket + "/k", "", headers);
  }

  @Test
  void rulesAreReturnedAsTheyWerePutUntilTheyAreDeleted() {
    Refused.with("NoSuchCORSConfiguration", 404, this::rules);
    CORSRule.Builder whole = rule().id("whole").exposeHeaders("x-amz-id-2").allowedHeaders("x-A*");
    put(whole, CORSRule.builder().allowedOrigins("*").allowedMethods("GET"));
    assertThat(rules())
        .containsExactly(
            whole.build(), CORSRule.builder().allowedOrigins("*").allowedMethods("GET").build());
    s3.deleteBucketCors(delete -> delete.bucket(bucket));
    Refused.with("NoSuchCORSConfiguration", 404, this::rules);
    s3.deleteBucketCors(delete -> delete.bucket(bucket));
  }

  private List<CORSRule> rules() {
    return s3.getBucketCors(get -> get.bucket(bucket)).corsRules();
  }

  @Test
  void aNewBucketOfTheSameNameHasNone() {
    String again = buckets.fresh();
    s3.putBucketCors(
        put -> put.bucket(again).corsConfiguration(to -> to.corsRules(rule().build())));
    s3.deleteBucket(delete -> delete.bucket(again));
    s3.createBucket(create -> create.bucket(again));
    Refused.with("NoSuchCORSConfiguration", 404, () -> s3.getBucketCors(get -> get.bucket(again)));
  }

  @Test
  void aPageOfANamedOriginMay() {
    put(rule());
    Answer question = ask("Origin", HOME, "Access-Control-Request-Method", "PUT");
    assertThat(question.status()).isEqualTo(200);
    assertThat(question.body()).isEmpty();
    requireAllowed(question);
    Answer got = raw.get("/" + bucket + "/k", "Origin", HOME);
    assertThat(got.body()).isEqualTo("text");
    requireAllowed(got);
    Answer missing = raw.get("/" + bucket + "/none", "Origin", HOME);
    missing.refuses("NoSuchKey", 404);
    requireAllowed(missing);
    Answer anonymous = raw.anonymous("GET", "/" + bucket + "/k", "", "Origin", HOME);
    anonymous.refuses("AccessDenied", 403);
    requireAllowed(anonymous);
  }

  private static void requireAllowed(Answer answer) {
    assertThat(answer.header("Access-Control-Allow-Origin")).contains(HOME);
    assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET, PUT");
    assertThat(answer.header("Access-Control-Max-Age")).contains("3000");
    assertThat(answer.header("Vary")).contains(VARY);
  }

  @Test
  void aPageOfAnotherOriginIsToldNothing() {
    put(rule());
    Answer refused =
        ask("Origin", "http://home.example:4200", "Access-Control-Request-Method", "PUT");
    refused.refuses("AccessForbidden", 403);
    assertThat(refused.body())
        .contains(
            "<Message>CORSResponse: This CORS request is not allowed. This is usually because the"
                + " evalution of Origin, request method / Access-Control-Request-Method or"
                + " Access-Control-Request-Headers are not whitelisted by the resource's CORS"
                + " spec.</Message>",
            "<Method>PUT</Method>",
            "<ResourceType>OBJECT</ResourceType>");
    Answer got = raw.get("/" + bucket + "/k", "Origin", "http://home.example:4200");
    assertThat(got.body()).isEqualTo("text");
    assertThat(got.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(got.header("Vary")).isEmpty();
    assertThat(raw.get("/" + bucket + "/k").header("Vary")).isEmpty();
  }

  @Test
  void everyOriginIsAnsweredAlikeAndWithoutCredentials() {
    put(rule().allowedOrigins("*", HOME).exposeHeaders("x-amz-id-2", "ETag").maxAgeSeconds(null));
    Answer question = ask("Origin", "http://any", "Access-Control-Request-Method", "GET");
    assertThat(question.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(question.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(question.header("Access-Control-Expose-Headers")).contains("x-amz-id-2, ETag");
    assertThat(question.header("Access-Control-Max-Age")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://*.example,https://a.b.example,true",
    "https://*.example,https://.example,true",
    "https://*.example,https://example,false",
    "https://*.example,https://a.example.org,false",
    "https://*,https://anything:8080,true",
    "https://*,http://anything,false",
    "*.example,https://a.example,true",
    "https://a.example,https://A.example,false",
    "aba*aba,aba,false",
  })
  void oneAsteriskStandsForAnyText(String allowed, String origin, boolean fits) {
    put(rule().allowedOrigins(allowed));
    Answer answer = ask("Origin", origin, "Access-Control-Request-Method", "GET");
    assertThat(answer.status()).isEqualTo(fits ? 200 : 403);
  }

  @Test
  void everyHeaderThatIsAskedForMustBeAllowed() {
    put(rule().allowedHeaders("x-AMZ-Date", "x-amz-meta-*"));
    Answer both = headers("X-Amz-Date, x-amz-meta-colour");
    assertThat(both.header("Access-Control-Allow-Headers"))
        .contains("x-amz-date, x-amz-meta-colour");
    headers("x-amz-date,x-other").refuses("AccessForbidden", 403);
    String many =
        String.join(",", IntStream.range(0, 200).mapToObj(i -> "x-amz-meta-" + i).toList());
    headers(many).refuses("AccessForbidden", 403);
    put(CORSRule.builder().allowedOrigins("*").allowedMethods("GET"));
    headers("x-amz-date").refuses("AccessForbidden", 403);
    assertThat(headers("").status()).isEqualTo(200);
  }

  private Answer headers(String asked) {
    return ask(
        "Origin",
        HOME,
        "Access-Control-Request-Method",
        "GET",
        "Access-Control-Request-Headers",
        asked);
  }

  @Test
  void theFirstRuleThatFitsHolds() {
    put(
        rule().allowedMethods("PUT").maxAgeSeconds(1),
        rule().allowedMethods("GET").maxAgeSeconds(2),
        rule().allowedMethods("GET").maxAgeSeconds(3));
    Answer answer = ask("Origin", HOME, "Access-Control-Request-Method", "GET");
    assertThat(answer.header("Access-Control-Max-Age")).contains("2");
    ask("Origin", HOME, "Access-Control-Request-Method", "get").refuses("AccessForbidden", 403);
    ask("Origin", HOME, "Access-Control-Request-Method", "DELETE").refuses("AccessForbidden", 403);
  }

  /** As at Amazon: the headers of a question make one of any request. */
  @Test
  void aRequestWithAQuestionsHeadersIsJudgedByThem() {
    put(rule().allowedMethods("GET"));
    Answer got =
        raw.get("/" + bucket + "/k", "Origin", HOME, "Access-Control-Request-Method", "PUT");
    assertThat(got.body()).isEqualTo("text");
    assertThat(got.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aQuestionMustSayWhatItIsAbout() {
    Answer nothing = ask();
    nothing.refuses("BadRequest", 400);
    assertThat(nothing.body()).contains("Insufficient information. Origin request header needed.");
    Answer none = ask("Origin", HOME);
    none.refuses("AccessForbidden", 403);
    assertThat(none.body())
        .contains(
            "CORSResponse: CORS is not enabled for this bucket.",
            "<Method>OPTIONS</Method>",
            "<ResourceType>BUCKET</ResourceType>");
    put(rule());
    Answer noMethod = ask("Origin", HOME);
    noMethod.refuses("BadRequest", 400);
    assertThat(noMethod.body()).contains("Invalid Access-Control-Request-Method: null");
    Answer nowhere = raw.anonymous("OPTIONS", "/" + Buckets.freshName() + "/k", "", "Origin", HOME);
    nowhere.refuses("AccessForbidden", 403);
    assertThat(nowhere.body()).contains("CORSResponse: Bucket not found");
  }

  @Test
  void whatARuleMayNotSayIsRefused() {
    refused("MalformedXML", "did not validate");
    refused("MalformedXML", "did not validate", CORSRule.builder().allowedOrigins("*"));
    refused("MalformedXML", "did not validate", CORSRule.builder().allowedMethods("GET"));
    refused("MalformedXML", "did not validate", rule().id("i".repeat(256)));
    refused("MalformedXML", "did not validate", rule().maxAgeSeconds(-1));
    refused("MalformedXML", "did not validate", rule().exposeHeaders("x\r\ny"));
    refused(
        "InvalidRequest",
        "Found unsupported HTTP method in CORS config. Unsupported method is PATCH",
        rule().allowedMethods("GET", "PATCH"));
    refused(
        "InvalidRequest",
        "AllowedOrigin \"http://*.*\" can not have more than one wildcard.",
        rule().allowedOrigins("http://*.*"));
    refused(
        "InvalidRequest",
        "AllowedHeader \"*-*\" can not have more than one wildcard.",
        rule().allowedHeaders("*-*"));
    refused(
        "InvalidRequest",
        "ExposeHeader \"x-*\" contains wildcard. We currently do not support wildcard for"
            + " ExposeHeader.",
        rule().exposeHeaders("x-*"));
    Refused.with("NoSuchCORSConfiguration", 404, this::rules);
  }

  private void refused(String code, String text, CORSRule.Builder... rules) {
    assertThat(Refused.with(code, 400, () -> put(rules)).message()).contains(text);
  }

  @Test
  void aHundredRulesAreTheMost() {
    CORSRule.Builder[] rules =
        IntStream.range(0, 101)
            .mapToObj(i -> rule().id("rule " + i))
            .toArray(CORSRule.Builder[]::new);
    Refused.with("MalformedXML", 400, () -> put(rules));
    put(java.util.Arrays.copyOf(rules, 100));
    assertThat(rules()).hasSize(100);
  }

  @Test
  void aDocumentOfMoreThan64KibibytesIsRefused() {
    CORSRule.Builder[] rules =
        IntStream.range(0, 100)
            .mapToObj(i -> rule().allowedOrigins("https://" + "h".repeat(640) + i))
            .toArray(CORSRule.Builder[]::new);
    Refused.with("MaxMessageLengthExceeded", 400, () -> put(rules));
    put(java.util.Arrays.copyOf(rules, 70));
    assertThat(rules()).hasSize(70);
  }
}
