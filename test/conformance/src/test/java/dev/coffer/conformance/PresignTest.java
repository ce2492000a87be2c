package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** URLs that carry their own authorization, and requests whose signature is not right. */
@ExtendWith(SharedServer.class)
class PresignTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final StartedServer server;
  private final Buckets buckets;
  private final RawClient raw;

  PresignTest(StartedServer server, Buckets buckets, RawClient raw) {
    this.server = server;
    this.buckets = buckets;
    this.raw = raw;
  }

  @Test
  void urlsOfTheSdkPutAndGet() {
    String bucket = buckets.fresh();
    try (var presigner =
        S3Presigner.builder()
            .endpointOverride(server.http())
            .region(Region.US_EAST_1)
            .credentialsProvider(server.credentials())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      var put =
          presigner.presignPutObject(
              p -> p.signatureDuration(HOUR).putObjectRequest(r -> r.bucket(bucket).key("a b+")));
      raw.anonymous("PUT", target(put.url().toString()), "presigned").is(200);
      var get =
          presigner.presignGetObject(p ->
              p.signatureDuration(HOUR)
                  .getObjectRequest(
                      r -> r.bucket(bucket).key("a b+").responseContentType("text/y")));
      Answer got = raw.anonymous("GET", target(get.url().toString()), "").is(200);
      assertThat(got.body()).isEqualTo("presigned");
      assertThat(got.header("Content-Type")).isEqualTo("text/y");
    }
  }

  private static String target(String url) {
    URI uri = URI.create(url);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  @Test
  void urlsExpire() {
    String target = "/" + buckets.fresh() + "/k";
    Instant anHourAgo = Instant.now().minus(HOUR);
    String expired = raw.presigned("PUT", target, Duration.ofMinutes(59), anHourAgo);
    raw.anonymous("PUT", expired, "x").refuses("AccessDenied", 403).says("Request has expired");
    String alive = raw.presigned("PUT", target, Duration.ofMinutes(65), anHourAgo);
    raw.anonymous("PUT", alive, "x").is(200);
    String early = raw.presigned("PUT", target, HOUR, Instant.now().plus(HOUR));
    raw.anonymous("PUT", early, "x").refuses("AccessDenied", 403);
  }

  @Test
  void urlsHoldForOneRequestOnly() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    buckets.put(bucket, "l", "x");
    String url = raw.presigned("GET", "/" + bucket + "/k", HOUR, Instant.now());
    raw.anonymous("GET", url, "").is(200);
    raw.anonymous("PUT", url, "y").refuses("SignatureDoesNotMatch", 403);
    raw.anonymous("DELETE", url, "").refuses("SignatureDoesNotMatch", 403);
    raw.anonymous("GET", url.replace("/k?", "/l?"), "").refuses("SignatureDoesNotMatch", 403);
    raw.anonymous("GET", url + "&versionId=null", "").refuses("SignatureDoesNotMatch", 403);
    raw.anonymous("GET", url.replace("Expires=3600", "Expires=3601"), "")
        .refuses("SignatureDoesNotMatch", 403);
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
  }

  @Test
  void incompleteUrlsAreRefused() {
    String bucket = buckets.fresh();
    String url = raw.presigned("GET", "/" + bucket + "/k", HOUR, Instant.now());
    for (String name :
        new String[] {"X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"}) {
      raw.anonymous("GET", url.replaceAll("&" + name + "=[^&]*", ""), "")
          .refuses("AuthorizationQueryParametersError", 400);
    }
    raw.anonymous("GET", url.replace("Expires=3600", "Expires=604801"), "")
        .refuses("AuthorizationQueryParametersError", 400);
    raw.anonymous("GET", url.replace("Expires=3600", "Expires=-1"), "")
        .refuses("AuthorizationQueryParametersError", 400);
  }

  @Test
  void twoMechanismsAreOneTooMany() {
    String bucket = buckets.fresh();
    String url = raw.presigned("GET", "/" + bucket + "/k", HOUR, Instant.now());
    raw.get(url).refuses("InvalidArgument", 400);
  }

  @Test
  void encryptionHeaderOfAPresignedPutMustBeSigned() {
    String target = "/" + buckets.fresh() + "/k";
    String url = raw.presigned("PUT", target, HOUR, Instant.now());
    String[] unsigned = {"x-amz-server-side-encryption", "AES256"};
    assertThat(raw.anonymous("PUT", url, "x", unsigned).refuses("AccessDenied", 403).body())
        .contains("x-amz-server-side-encryption");
    raw.get(target).refuses("NoSuchKey", 404);
  }

  @Test
  void wrongKeysAndClocksAreRefused() {
    String target = "/" + buckets.fresh() + "/k";
    byte[] none = new byte[0];
    var headers = dev.coffer.wire.http.Headers.EMPTY;
    var hash = dev.coffer.wire.sigv4.ContentHash.Exact.of(none);
    var request = raw.unsigned("GET", target, none, headers);
    var wrongSecret =
        new Signer(server.accessKeyId(), SecretAccessKey.of("not it"), "us-east-1", null);
    raw.exchange(wrongSecret.sign(request, hash, Instant.now()), none)
        .refuses("SignatureDoesNotMatch", 403);
    var unknown = new Signer("AKIANOBODYNOBODY0000", SecretAccessKey.of("x"), "us-east-1", null);
    raw.exchange(unknown.sign(request, hash, Instant.now()), none)
        .refuses("InvalidAccessKeyId", 403);
    for (int minutes : new int[] {-20, 20}) {
      Instant off = Instant.now().plus(Duration.ofMinutes(minutes));
      raw.exchange(raw.signer().sign(request, hash, off), none)
          .refuses("RequestTimeTooSkewed", 403);
    }
    var elsewhere =
        new Signer(
            server.accessKeyId(), SecretAccessKey.of(server.secretAccessKey()), "eu-west-1", null);
    Answer answer = raw.exchange(elsewhere.sign(request, hash, Instant.now()), none);
    assertThat(answer.refuses("AuthorizationHeaderMalformed", 400).element("Region"))
        .contains("us-east-1");
  }
}
