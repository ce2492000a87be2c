package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of services other than S3: IAM's published example, and what botocore signs. */
final class ServiceSignaturesTest {
  private static final Set<String> REGIONS = Set.of("us-east-1");
  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant EXAMPLE = Instant.parse("2015-08-30T12:36:00Z");

  static List<Recorded> calls() {
    return Recorded.all("botocore-calls.txt");
  }

  static List<Recorded> forms() {
    return calls().stream().filter(call -> call.request().body().sizeBytes() > 2).toList();
  }

  private static void verify(Request request, byte[] body, String service) {
    Authorization claim = Authorization.ofService(request).orElseThrow();
    claim.requireServiceScope(REGIONS, service);
    claim.requireTime(TIME.plusSeconds(30));
    claim
        .covering(request.headers(), body)
        .requireServiceSignature(request, SigningKey.derive(Recorded.SECRET, claim.scope()));
  }

  private static byte[] body(Recorded call) {
    try {
      return call.request().body().stream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String service(Recorded call) {
    return call.name().substring(0, 3);
  }

  /** AWS General Reference, "Signature Version 4", the example of IAM's ListUsers. */
  @Test
  void thePublishedExampleOfIamIsAccepted() {
    Request request =
        new Request(
            "GET",
            "/",
            "Action=ListUsers&Version=2010-05-08",
            Headers.of(
                "Host",
                "iam.amazonaws.com",
                "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8",
                "X-Amz-Date",
                "20150830T123600Z",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                    + " SignedHeaders=content-type;host;x-amz-date, Signature="
                    + "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
            Body.empty(),
            Request.Peer.LOCAL);
    Authorization claim = Authorization.ofService(request).orElseThrow();
    claim.requireServiceScope(REGIONS, "iam");
    claim.requireTime(EXAMPLE);
    Authorization covering = claim.covering(request.headers(), new byte[0]);
    SigningKey key = SigningKey.derive(Recorded.SECRET, claim.scope());
    assertThatCode(() -> covering.requireServiceSignature(request, key)).doesNotThrowAnyException();
    Request other =
        new Request(
            "GET",
            "/",
            "Action=ListRoles&Version=2010-05-08",
            request.headers(),
            Body.empty(),
            Request.Peer.LOCAL);
    assertThat(Refusal.of(() -> covering.requireServiceSignature(other, key)).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @Test
  void theTableIsWhole() {
    assertThat(calls()).hasSize(11);
    assertThat(forms()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatBotocoreSignsIsAccepted(Recorded call) {
    assertThatCode(() -> verify(call.request(), body(call), service(call)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anotherBodyIsRefused(Recorded call) {
    byte[] body = body(call);
    for (int i = 0; i < body.length; i++) {
      byte[] changed = body.clone();
      changed[i] ^= 1;
      S3Exception refusal = Refusal.of(() -> verify(call.request(), changed, service(call)));
      assertThat(refusal.error())
          .isIn(S3Error.SignatureDoesNotMatch, S3Error.XAmzContentSHA256Mismatch);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iam, us-west-2, 'Credential should be scoped to a valid region, not ''us-east-1''.'",
    "sts, us-east-1, Credential should be scoped to correct service: 'sts'.",
  })
  void anotherScopeIsRefused(String service, String region, String text) {
    Request request = calls().getFirst().request();
    Authorization claim = Authorization.ofService(request).orElseThrow();
    S3Exception refusal = Refusal.of(() -> claim.requireServiceScope(Set.of(region), service));
    assertThat(refusal.error()).isEqualTo(S3Error.SignatureDoesNotMatch);
    assertThat(refusal.text()).isEqualTo(text);
  }

  @Test
  void anotherDayThanThatOfTheScopeIsRefused() {
    Recorded call = calls().getFirst();
    Headers headers =
        call.request().headers().toBuilder().set("x-amz-date", "20261124T000000Z").build();
    Authorization claim =
        Authorization.ofService(call.request().withHeaders(headers)).orElseThrow();
    assertThat(Refusal.of(() -> claim.requireServiceScope(REGIONS, "iam")).text())
        .contains("'20261123' != '20261124', from '20261124T000000Z'");
  }

  /** Otherwise a signature for one operation would be good for all. */
  @Test
  void theTargetMustBeSigned() {
    Recorded call = calls().getFirst();
    Headers headers =
        call.request().headers().toBuilder().set("X-Amz-Target", "TrentService.Encrypt").build();
    Request request = call.request().withHeaders(headers);
    assertThat(Refusal.of(() -> verify(request, body(call), "iam")).error())
        .isEqualTo(S3Error.AccessDenied);
  }

  @ParameterizedTest
  @CsvSource({"/, ", "/, Action=ListUsers&Version=2010-05-08", "/a%20b/%C3%A4, x=y"})
  void ourOwnSignerIsAccepted(String path, @Nullable String query) {
    byte[] body = "Action=x&b=ä".getBytes(StandardCharsets.UTF_8);
    for (String token : new @Nullable String[] {null, "to/ken"}) {
      var signer = new Signer("AKIDEXAMPLE", Recorded.SECRET, "us-east-1", "coffer", token);
      Request bare =
          new Request(
              "POST",
              path,
              query,
              Headers.of("Host", "localhost", "X-Amz-Target", "CofferAdmin.ListAccounts"),
              Body.of(body),
              Request.Peer.LOCAL);
      Request signed = signer.signCall(bare, body, TIME);
      assertThatCode(() -> verify(signed, body, "coffer")).doesNotThrowAnyException();
      assertThat(Authorization.ofService(signed).orElseThrow().sessionToken()).isEqualTo(token);
    }
  }
}
