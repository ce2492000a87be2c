package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What botocore (1.43.11, by botocore_requests.py) and the AWS SDK for Java (2.57.8, its
 * AwsV4HttpSigner) signed is accepted, and nothing next to it.
 */
final class ForeignSignersTest {
  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
  private static final SigningKey KEY =
      SigningKey.derive(Recorded.SECRET, CredentialScope.on(TIME, "us-east-1", "s3"));

  static List<Recorded> botocore() {
    return Recorded.all("botocore-requests.txt");
  }

  /** Without raw paths, which our signer writes in another form. */
  static List<Recorded> signedInHeader() {
    return botocore().stream()
        .filter(recorded -> recorded.request().headers().has("Authorization"))
        .filter(recorded -> !recorded.name().startsWith("raw-path"))
        .toList();
  }

  @Test
  void theTableIsWhole() {
    assertThat(botocore()).hasSize(114);
    assertThat(signedInHeader()).hasSize(51);
  }

  @ParameterizedTest
  @MethodSource("botocore")
  void botocoreRequestIsAccepted(Recorded recorded) {
    Authorization claim = Authorization.find(recorded.request()).orElseThrow();
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(TIME.plusSeconds(60));
    assertThatCode(() -> claim.requireSignature(recorded.request(), KEY))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("botocore")
  void botocoreRequestForAnotherTargetIsRefused(Recorded recorded) {
    Request request = recorded.request();
    for (Request other :
        List.of(
            with(request, "PATCH", request.rawPath(), request.rawQuery()),
            with(request, request.method(), request.rawPath() + "x", request.rawQuery()),
            with(request, request.method(), "/" + request.rawPath(), request.rawQuery()),
            with(
                request,
                request.method(),
                request.rawPath(),
                request.rawQuery() == null ? "acl" : request.rawQuery() + "&acl"))) {
      Authorization claim = Authorization.find(other).orElseThrow();
      assertThat(Refusal.of(() -> claim.requireSignature(other, KEY)).error())
          .isEqualTo(S3Error.SignatureDoesNotMatch);
    }
  }

  @ParameterizedTest
  @MethodSource("signedInHeader")
  void ourSignerMakesTheSameSignature(Recorded recorded) {
    Request request = recorded.request();
    Authorization theirs = Authorization.find(request).orElseThrow();
    var bare = Headers.builder();
    for (var field : request.headers().fields()) {
      if (theirs.signedHeaders().contains(field.name().toLowerCase(Locale.ROOT))) {
        bare.add(field.name(), field.value());
      }
    }
    var signer = new Signer("AKIDEXAMPLE", Recorded.SECRET, "us-east-1", theirs.sessionToken());
    Request ours = signer.sign(request.withHeaders(bare.build()), theirs.contentHash(), TIME);
    assertThat(Authorization.find(ours).orElseThrow().signature()).isEqualTo(theirs.signature());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdk-java-signed-chunks", "sdk-java-signed-chunks-trailer"})
  void chunksOfTheJavaSdkAreAccepted(String name) throws IOException {
    Request request = Recorded.all(name + ".txt").getFirst().request();
    byte[] encoded = Recorded.bytes(name + ".bin");
    Authorization claim = Authorization.find(request).orElseThrow();
    claim.requireSignature(request, KEY);

    Request sent = request.withBody(new Body(new ByteArrayInputStream(encoded), encoded.length));
    Request checked = CheckedBody.of(sent, claim.contentHash(), claim.chunkSignatures(KEY));

    assertThat(checked.body().sizeBytes()).isEqualTo(160_000);
    assertThat(checked.body().stream().readAllBytes())
        .isEqualTo("0123456789abcdef".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
    assertThat(checked.body().trailers().get().first("x-amz-checksum-crc32").orElse("none"))
        .isEqualTo(name.endsWith("trailer") ? "YNhcyw==" : "none");
  }

  @Test
  void unsignedChunksOfBotocoreAreAccepted() throws IOException {
    byte[] encoded = Recorded.bytes("botocore-unsigned-trailer.bin");
    var input =
        new ChunkedInput(
            new ByteArrayInputStream(encoded), 20_000, null, List.of("x-amz-checksum-crc32"));
    assertThat(input.readAllBytes())
        .isEqualTo("x".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
    assertThat(input.trailers().first("x-amz-checksum-crc32")).contains("QWVHAw==");
  }

  @Test
  void presignedUrlsDieOnTime() {
    Request request = botocore().get(1).request();
    Authorization claim = Authorization.find(request).orElseThrow();
    assertThat(claim.expires()).isEqualTo(Duration.ofHours(1));
    claim.requireTime(TIME.plusSeconds(3600));
    assertThat(Refusal.of(() -> claim.requireTime(TIME.plusSeconds(3601))).text())
        .isEqualTo("Request has expired");
  }

  private static Request with(Request request, String method, String path, @Nullable String query) {
    return new Request(method, path, query, request.headers(), Body.empty(), request.peer());
  }
}
