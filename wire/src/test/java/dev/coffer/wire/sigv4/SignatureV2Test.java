package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Domains;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of Amazon S3's "Signing and authenticating REST requests" (API version 2006-03-01),
 * and nothing next to them.
 */
final class SignatureV2Test {
  private static final String ID = "AKIAIOSFODNN7EXAMPLE";
  private static final SecretAccessKey SECRET =
      SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final String BUCKET_HOST = "johnsmith.s3.amazonaws.com";

  private static Request request(
      String method, String path, @Nullable String query, String... headers) {
    return new Request(method, path, query, Headers.of(headers), Body.empty(), Request.Peer.LOCAL);
  }

  private static Request with(Request request, String name, String value) {
    return request.withHeaders(request.headers().toBuilder().set(name, value).build());
  }

  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of(
            request(
                "GET",
                "/photos/puppy.jpg",
                null,
                "Host",
                BUCKET_HOST,
                "Date",
                "Tue, 27 Mar 2007 19:36:42 +0000"),
            "bWq2s1WEIj+Ydj0vQ697zp+IXMU="),
        Arguments.of(
            request(
                "PUT",
                "/photos/puppy.jpg",
                null,
                "Content-Type",
                "image/jpeg",
                "Content-Length",
                "94328",
                "Host",
                BUCKET_HOST,
                "Date",
                "Tue, 27 Mar 2007 21:15:45 +0000"),
            "MyyxeRY7whkBe+bq8fHCL/2kKUg="),
        Arguments.of(
            request(
                "GET",
                "/",
                "prefix=photos&max-keys=50&marker=puppy",
                "User-Agent",
                "Mozilla/5.0",
                "Host",
                BUCKET_HOST,
                "Date",
                "Tue, 27 Mar 2007 19:42:41 +0000"),
            "htDYFYduRNen8P9ZfE/s9SuKy0U="),
        Arguments.of(
            request(
                "GET", "/", "acl", "Host", BUCKET_HOST, "Date", "Tue, 27 Mar 2007 19:44:46 +0000"),
            "c2WLPFtWHVgbEmeEG93a4cG37dM="),
        Arguments.of(
            request(
                "PUT",
                "/db-backup.dat.gz",
                null,
                "User-Agent",
                "curl/7.15.5",
                "Host",
                "static.johnsmith.net:8080",
                "Date",
                "Tue, 27 Mar 2007 21:06:08 +0000",
                "x-amz-acl",
                "public-read",
                "content-type",
                "application/x-download",
                "Content-MD5",
                "4gJE4saaMU4BqNR0kLY+lw==",
                "X-Amz-Meta-ReviewedBy",
                "joe@johnsmith.net",
                "X-Amz-Meta-ReviewedBy",
                "jane@johnsmith.net",
                "X-Amz-Meta-FileChecksum",
                "0x02661779",
                "X-Amz-Meta-ChecksumAlgorithm",
                "crc32"),
            "ilyl83RwaSoYIEdixDQcA4OnAnc="),
        Arguments.of(
            request(
                "GET",
                "/",
                null,
                "Host",
                "s3.amazonaws.com",
                "Date",
                "Wed, 28 Mar 2007 01:29:59 +0000"),
            "qGdzdERIC03wnaRNKh6OqZehG9s="),
        Arguments.of(
            request(
                "GET",
                "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
                null,
                "Host",
                "s3.amazonaws.com",
                "Date",
                "Wed, 28 Mar 2007 01:49:49 +0000"),
            "DNEZGsoieTZ92F3bUfSPQcbGmlM="));
  }

  /** Of {@code static.johnsmith.net} the domain is the bucket, which that example counts on. */
  private static boolean verifies(Request request) {
    Domains domains = new Domains(List.of("net", "localhost"));
    Request addressed =
        request.headers().first("Host").orElse("").startsWith("static")
            ? request("PUT", "/static.johnsmith.net" + request.rawPath(), request.rawQuery())
                .withHeaders(request.headers().toBuilder().set("Host", "s3.amazonaws.com").build())
            : request;
    return SignatureV2.find(addressed, domains).orElseThrow().verifies(SECRET);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleOfAmazonsVerifies(Request request, String signature) {
    Request signed = with(request, "Authorization", "AWS " + ID + ":" + signature);
    assertThat(verifies(signed)).isTrue();
    assertThat(verifies(with(signed, "x-amz-meta-more", "x"))).isFalse();
    assertThat(verifies(with(signed, "Content-Type", "text/other"))).isFalse();
    assertThat(verifies(with(signed, "Content-MD5", "eA=="))).isFalse();
    assertThat(verifies(with(signed, "Date", "Wed, 28 Mar 2007 01:50:00 +0000"))).isFalse();
    assertThat(verifies(with(signed, "Authorization", "AWS " + ID + ":"))).isFalse();
    Request other =
        new Request(
            request.method(),
            request.rawPath() + "x",
            request.rawQuery(),
            signed.headers(),
            Body.empty(),
            Request.Peer.LOCAL);
    assertThat(verifies(other)).isFalse();
  }

  @Test
  void aUrlVerifiesUntilItExpires() {
    String query =
        "AWSAccessKeyId=" + ID + "&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
    Request request = request("GET", "/photos/puppy.jpg", query, "Host", BUCKET_HOST);
    SignatureV2 claim = SignatureV2.find(request, Domains.LOCALHOST).orElseThrow();
    assertThat(claim.accessKeyId()).isEqualTo(ID);
    assertThat(claim.verifies(SECRET)).isTrue();
    assertThat(claim.verifies(SecretAccessKey.of("another"))).isFalse();
    Instant end = Instant.ofEpochSecond(1175139620);
    assertThat(claim.goodAt(end)).isTrue();
    assertThat(claim.goodAt(end.plusSeconds(1))).isFalse();
    Request hoisting = request("GET", "/photos/puppy.jpg", query + "&x-amz-acl=private");
    assertThat(SignatureV2.find(hoisting, Domains.LOCALHOST).orElseThrow().verifies(SECRET))
        .isFalse();
  }

  @Test
  void aHeaderIsGoodForAQuarterOfAnHourBothWays() {
    Request request =
        request("GET", "/b/k", null, "Authorization", "AWS a:b", "x-amz-date", "20261130T120000Z");
    SignatureV2 claim = SignatureV2.find(request, Domains.LOCALHOST).orElseThrow();
    Instant time = Instant.parse("2026-11-30T12:00:00Z");
    assertThat(claim.goodAt(time.minusSeconds(900))).isTrue();
    assertThat(claim.goodAt(time.minusSeconds(901))).isFalse();
    assertThat(claim.goodAt(time.plusSeconds(900))).isTrue();
    assertThat(claim.goodAt(time.plusSeconds(901))).isFalse();
    assertThat(claim.stringToSign()).isEqualTo("GET\n\n\n\nx-amz-date:20261130T120000Z\n/b/k");
  }

  @Test
  void whatIsNotWholeIsNoClaimAndStillClaimsIt() {
    for (Request request :
        List.of(
            request("GET", "/b/k", null, "Authorization", "AWS a:b"),
            request("GET", "/b/k", null, "Authorization", "AWS a:b", "Date", "yesterday"),
            request("GET", "/b/k", null, "Authorization", "AWS a", "Date", "20261130T120000Z"),
            request("GET", "/b/k", "AWSAccessKeyId=a"),
            request("GET", "/b/k", "AWSAccessKeyId=a&Signature=b&Expires=soon"))) {
      assertThat(SignatureV2.claimedBy(request)).isTrue();
      assertThat(SignatureV2.find(request, Domains.LOCALHOST)).isEmpty();
    }
    Request newer = request("GET", "/b/k", null, "Authorization", "AWS4-HMAC-SHA256 x");
    assertThat(SignatureV2.claimedBy(newer)).isFalse();
  }

  @Test
  void parametersOfTheResourceAreSignedDecodedAndInTheirOrder() {
    Request request =
        request(
            "GET",
            "/b/k",
            "versionId=&response-content-type=a%2Fb&prefix=x&acl",
            "Authorization",
            "AWS a:b",
            "Date",
            "Wed, 28 Mar 2007 01:49:49 +0000");
    assertThat(SignatureV2.find(request, Domains.LOCALHOST).orElseThrow().stringToSign())
        .endsWith("\n/b/k?acl&response-content-type=a/b&versionId=");
  }
}
