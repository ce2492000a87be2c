package dev.coffer.iam.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.Session;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.form.Form;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.ChunkSignatures;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.CredentialScope;
import dev.coffer.wire.sigv4.FormClaim;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import dev.coffer.wire.sigv4.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final AccessKey KEY = Installation.KEY;
  private static final Signer SIGNER = signer(KEY.id(), KEY.secret(), "us-east-1", null);
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final ContentHash HASH = ContentHash.Exact.of(HELLO);
  private static final ContentHash SIGNED_CHUNKS = new ContentHash.Streaming(true, false);

  private final Authenticator authenticator =
      new Authenticator(World.credentials(NOW), "us-east-1", InstantSource.fixed(NOW));

  @Test
  void aSignedRequestHasItsCaller() throws IOException {
    Authenticated done = authenticator.authenticate(SIGNER.sign(put(HELLO), HASH, NOW));
    assertThat(done.caller()).isEqualTo(Caller.Principal.rootOf(KEY.account(), KEY.id()));
    assertThat(done.request().body().stream().readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void aPresignedUrlHasItsCallerAndKeepsItsQuery() {
    Request url = SIGNER.presign(put(HELLO), Duration.ofMinutes(5), NOW);
    Authenticated done = authenticator.authenticate(url);
    assertThat(done.caller()).isInstanceOf(Caller.Principal.class);
    assertThat(done.request().query().has("X-Amz-Expires")).isTrue();
  }

  @Test
  void aRequestWithoutAClaimIsAnonymous() throws IOException {
    Authenticated done = authenticator.authenticate(put(HELLO));
    assertThat(done.caller()).isEqualTo(new Caller.Anonymous());
    assertThat(done.request().body().stream().readAllBytes()).isEqualTo(HELLO);
  }

  @Test
  void anAnonymousBodyIsCheckedToo() {
    Headers headers = Headers.of("Host", "localhost", "x-amz-content-sha256", "0".repeat(64));
    Authenticated done = authenticator.authenticate(put(HELLO).withHeaders(headers));
    assertThat(refusal(() -> done.request().body().stream().readAllBytes()).error())
        .isEqualTo(S3Error.XAmzContentSHA256Mismatch);
  }

  @Test
  void theBodyIsNotReadBeforehand() {
    var untouched =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read too early");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return read();
          }
        };
    Request signed = SIGNER.sign(put(HELLO), HASH, NOW).withBody(new Body(untouched, 5));
    assertThat(authenticator.authenticate(signed).caller()).isInstanceOf(Caller.Principal.class);
    Request bent = signed.withHeaders(Headers.of("Authorization", "AWS a:b"));
    assertThat(refusal(() -> authenticator.authenticate(bent)).error())
        .isEqualTo(S3Error.InvalidRequest);
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    Signer stranger = signer("AKIDSTRANGER", KEY.secret(), "us-east-1", null);
    S3Exception refusal = refused(stranger.sign(put(HELLO), HASH, NOW));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidAccessKeyId);
    assertThat(refusal.elements()).containsEntry("AWSAccessKeyId", "AKIDSTRANGER");
  }

  @Test
  void aWrongSecretIsRefused() {
    Signer liar = signer(KEY.id(), SecretAccessKey.of("guess"), "us-east-1", null);
    assertThat(refused(liar.sign(put(HELLO), HASH, NOW)).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
    assertThat(refused(liar.presign(put(HELLO), Duration.ofMinutes(5), NOW)).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @Test
  void aSessionTokenBesideALongLivedKeyIsRefused() {
    Signer session = signer(KEY.id(), KEY.secret(), "us-east-1", "token");
    assertThat(refused(session.sign(put(HELLO), HASH, NOW)).error())
        .isEqualTo(S3Error.InvalidToken);
    assertThat(refused(session.presign(put(HELLO), Duration.ofMinutes(5), NOW)).error())
        .isEqualTo(S3Error.InvalidToken);
  }

  @Test
  void aSessionOfABucketIsForRequestsAboutOneAlone() {
    var world = new World(NOW);
    var both = new Authenticator(world.credentials(), "us-east-1", InstantSource.fixed(NOW));
    DirectorySession session = CredentialsTest.ofBucket(new Session.Root(World.ACCOUNT), null);
    SecretAccessKey secret = session.session().secret();
    String token = world.bucketTokens.seal("ASIAOFBUCKET", session);
    Request asked = put(HELLO).withHeaders(with("x-amz-s3session-token", token));
    var express = new Signer("ASIAOFBUCKET", secret, "us-east-1", "s3express", null);
    Authenticated done = both.authenticate(express.sign(asked, HASH, NOW), "s3express");
    assertThat(done.signedBy()).isInstanceOf(SignedBy.OfBucket.class);
    Request url =
        express.presign(
            put(HELLO, "X-Amz-S3session-Token=" + Percent.encode(token)),
            Duration.ofMinutes(5),
            NOW);
    assertThat(both.authenticate(url, "s3express").signedBy())
        .isInstanceOf(SignedBy.OfBucket.class);

    Signer plain = signer("ASIAOFBUCKET", secret, "us-east-1", null);
    assertThat(refusal(() -> both.authenticate(plain.sign(asked, HASH, NOW))).error())
        .isEqualTo(S3Error.InvalidRequest);
    var two = new Signer("ASIAOFBUCKET", secret, "us-east-1", "s3express", token);
    assertThat(refusal(() -> both.authenticate(two.sign(asked, HASH, NOW), "s3express")).error())
        .isEqualTo(S3Error.InvalidRequest);
    var asSts = new Signer("ASIAOFBUCKET", secret, "us-east-1", "s3express", token);
    Request beside = asSts.sign(put(HELLO), HASH, NOW);
    assertThat(refusal(() -> both.authenticate(beside, "s3express")).error())
        .isEqualTo(S3Error.InvalidToken);
    var guess = SecretAccessKey.of("guess");
    var liar = new Signer("ASIAOFBUCKET", guess, "us-east-1", "s3express", null);
    assertThat(refusal(() -> both.authenticate(liar.sign(asked, HASH, NOW), "s3express")).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
    Request unsigned = express.sign(put(HELLO), HASH, NOW);
    Request added =
        unsigned.withHeaders(
            unsigned.headers().toBuilder().add("x-amz-s3session-token", token).build());
    assertThat(refusal(() -> both.authenticate(added, "s3express")).error())
        .isEqualTo(S3Error.AccessDenied);
  }

  private static Headers with(String name, String value) {
    return put(HELLO).headers().toBuilder().add(name, value).build();
  }

  @Test
  void anotherRegionIsRefused() {
    Signer abroad = signer(KEY.id(), KEY.secret(), "eu-central-1", null);
    S3Exception refusal = refused(abroad.sign(put(HELLO), HASH, NOW));
    assertThat(refusal.error()).isEqualTo(S3Error.AuthorizationHeaderMalformed);
    assertThat(refusal.elements()).containsEntry("Region", "us-east-1");
  }

  @Test
  void aFurtherRegionIsTakenWhereItWasChosenAndNoOther() throws IOException {
    var regions = new ScopeRegions("us-east-1", Set.of("us-west-2", "eu-central-1"));
    var open = new Authenticator(World.credentials(NOW), regions, InstantSource.fixed(NOW));
    for (String region : List.of("us-east-1", "us-west-2", "eu-central-1")) {
      Signer signer = signer(KEY.id(), KEY.secret(), region, null);
      assertThat(open.authenticate(signer.sign(put(HELLO), HASH, NOW)).caller())
          .isEqualTo(Caller.Principal.rootOf(KEY.account(), KEY.id()));
      Request url = signer.presign(put(HELLO), Duration.ofMinutes(5), NOW);
      assertThat(open.authenticate(url).caller()).isInstanceOf(Caller.Principal.class);
      for (Rpc.Service service : Rpc.Service.values()) {
        assertThat(byName(open, service, region)).isTrue();
      }
    }
    Signer abroad = signer(KEY.id(), KEY.secret(), "us-west-1", null);
    S3Exception refusal = refusal(() -> open.authenticate(abroad.sign(put(HELLO), HASH, NOW)));
    assertThat(refusal.error()).isEqualTo(S3Error.AuthorizationHeaderMalformed);
    assertThat(refusal.text()).endsWith("the region 'us-west-1' is wrong; expecting 'us-east-1'");
    assertThat(refusal.elements()).containsEntry("Region", "us-east-1");
    Request url = abroad.presign(put(HELLO), Duration.ofMinutes(5), NOW);
    assertThat(refusal(() -> open.authenticate(url)).error())
        .isEqualTo(S3Error.AuthorizationQueryParametersError);
    for (Rpc.Service service : Rpc.Service.values()) {
      assertThat(refusal(() -> byName(open, service, "us-west-1")).text())
          .isEqualTo("Credential should be scoped to a valid region, not 'us-west-1'.");
    }
  }

  @Test
  void aFormsPolicyMayBeSignedForAFurtherRegionToo() {
    var regions = new ScopeRegions("us-east-1", Set.of("us-west-2"));
    var open = new Authenticator(World.credentials(NOW), regions, InstantSource.fixed(NOW));
    assertThat(open.authenticate(formSignedFor("us-west-2"), put(HELLO)).caller())
        .isInstanceOf(Caller.Principal.class);
    FormClaim elsewhere = formSignedFor("us-west-1");
    assertThat(refusal(() -> open.authenticate(elsewhere, put(HELLO))).text())
        .contains("us-west-1");
  }

  private static FormClaim formSignedFor(String region) {
    String policy = "e30=";
    var fields =
        List.of(
            new Form.Field("Policy", policy),
            new Form.Field(
                "X-Amz-Credential", KEY.id() + "/20261123/" + region + "/s3/aws4_request"),
            new Form.Field("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            new Form.Field("X-Amz-Date", "20261123T120000Z"),
            new Form.Field(
                "X-Amz-Signature",
                signer(KEY.id(), KEY.secret(), region, null).signPolicy(policy, NOW)));
    return FormClaim.find(new Form(fields, Body.empty())).orElseThrow();
  }

  /** A signature for one accepted Region is none for another. */
  @Test
  void theScopeIsPartOfWhatIsSigned() {
    var regions = new ScopeRegions("us-east-1", Set.of("us-west-2"));
    var open = new Authenticator(World.credentials(NOW), regions, InstantSource.fixed(NOW));
    Request signed = SIGNER.sign(put(HELLO), HASH, NOW);
    String claim = signed.headers().first("Authorization").orElseThrow();
    Headers moved =
        signed.headers().toBuilder()
            .set("Authorization", claim.replace("us-east-1", "us-west-2"))
            .build();
    assertThat(refusal(() -> open.authenticate(signed.withHeaders(moved))).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  private static boolean byName(Authenticator open, Rpc.Service service, String region)
      throws IOException {
    var signer = new Signer(KEY.id(), KEY.secret(), region, service.signingName(), null);
    Request call =
        new Request(
            "POST", "/", null, Headers.of("Host", "localhost"), Body.of(HELLO), Request.Peer.LOCAL);
    return open.authenticate(signer.signCall(call, HELLO, NOW), service, () -> HELLO).isPresent();
  }

  @Test
  void anotherTimeIsRefused() {
    assertThat(refused(SIGNER.sign(put(HELLO), HASH, NOW.minusSeconds(901))).error())
        .isEqualTo(S3Error.RequestTimeTooSkewed);
    Request url = SIGNER.presign(put(HELLO), Duration.ofMinutes(5), NOW.minusSeconds(301));
    assertThat(refused(url).text()).isEqualTo("Request has expired");
  }

  @Test
  void anotherBodyIsRefusedBeforeItsLastByte() {
    Request signed = SIGNER.sign(put(HELLO), HASH, NOW);
    byte[] other = "hallo".getBytes(StandardCharsets.US_ASCII);
    Authenticated done =
        authenticator.authenticate(
            signed.withBody(new Body(new ByteArrayInputStream(other), other.length)));
    assertThat(refusal(() -> done.request().body().stream().readNBytes(5)).error())
        .isEqualTo(S3Error.XAmzContentSHA256Mismatch);
  }

  @Test
  void signedChunksAreDecodedAndCheckedAgainstTheRequestsSignature() throws IOException {
    Request signed = SIGNER.sign(chunkedPut(), SIGNED_CHUNKS, NOW);
    Authenticated done = authenticator.authenticate(withChunks(signed, SIGNER.chunks(signed)));
    assertThat(done.request().body().sizeBytes()).isEqualTo(5);
    assertThat(done.request().headers().first("Content-Encoding")).contains("gzip");
    assertThat(done.request().body().stream().readAllBytes()).isEqualTo(HELLO);

    Request later = SIGNER.sign(chunkedPut(), SIGNED_CHUNKS, NOW.plusSeconds(1));
    Request mixed = withChunks(later, SIGNER.chunks(signed));
    Authenticated other = authenticator.authenticate(mixed);
    assertThat(refusal(() -> other.request().body().stream().readAllBytes()).error())
        .isEqualTo(S3Error.SignatureDoesNotMatch);
  }

  @Test
  void derivedKeysAreBoundedAndFollowTheSecret() {
    var derived = new SigningKeys(2);
    for (String region : new String[] {"a", "b", "c", "c"}) {
      derived.of(credential(KEY.secret()), new CredentialScope("20261123", region, "s3"));
    }
    assertThat(derived.size()).isEqualTo(2);
    var scope = new CredentialScope("20261123", "c", "s3");
    SigningKey first = derived.of(credential(KEY.secret()), scope);
    assertThat(derived.of(credential(KEY.secret()), scope)).isSameAs(first);
    assertThat(derived.of(credential(SecretAccessKey.of("new")), scope)).isNotSameAs(first);
  }

  private static Credential credential(SecretAccessKey secret) {
    var caller = Caller.Principal.rootOf(KEY.account(), KEY.id());
    return new Credential(secret, caller, ConditionKeys.NONE);
  }

  private S3Exception refused(Request request) {
    return refusal(() -> authenticator.authenticate(request));
  }

  private static S3Exception refusal(ThrowingCallable action) {
    return Objects.requireNonNull(
        catchThrowableOfType(S3Exception.class, action), "nothing was refused");
  }

  private static Signer signer(
      String id, SecretAccessKey secret, String region, @Nullable String token) {
    return new Signer(id, secret, region, token);
  }

  private static Request put(byte[] content) {
    return put(content, null);
  }

  private static Request put(byte[] content, @Nullable String query) {
    return new Request(
        "PUT",
        "/bucket/key",
        query,
        Headers.of("Host", "localhost"),
        Body.of(content),
        Request.Peer.LOCAL);
  }

  private static Request chunkedPut() {
    return put(HELLO)
        .withHeaders(
            Headers.of(
                "Host",
                "localhost",
                "Content-Encoding",
                "gzip,aws-chunked",
                "x-amz-decoded-content-length",
                "5"));
  }

  private static Request withChunks(Request signed, ChunkSignatures chain) {
    String text =
        "5;chunk-signature="
            + chain.signChunk(HELLO)
            + "\r\nhello\r\n0;chunk-signature="
            + chain.signChunk(new byte[0])
            + "\r\n\r\n";
    return signed.withBody(Body.of(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
