package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.CheckedBody;
import dev.coffer.wire.sigv4.ChunkSignatures;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.FormClaim;
import dev.coffer.wire.sigv4.SignatureV2;
import dev.coffer.wire.sigv4.SigningKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a request, without reading its body; that of a call by name is read once a
 * known key claims it.
 *
 * <p>Order: form of the claim, scope, clock, key and session token, signature. Every refusal is an
 * {@link dev.coffer.wire.s3.S3Exception} with Amazon's code. A request without any claim is
 * anonymous.
 */
public final class Authenticator {
  /** The service that requests to S3 are signed for. */
  public static final String S3 = "s3";

  /** The service that requests about directory buckets are signed for. */
  public static final String S3_EXPRESS = "s3express";

  private static final int MAX_DERIVED_KEYS = 1024;

  private final Credentials credentials;
  private final ScopeRegions regions;
  private final InstantSource clock;
  private final SigningKeys signingKeys = new SigningKeys(MAX_DERIVED_KEYS);

  public Authenticator(Credentials credentials, String region, InstantSource clock) {
    this(credentials, ScopeRegions.only(region), clock);
  }

  /** One that takes signatures for further Regions than the server's own. */
  public Authenticator(Credentials credentials, ScopeRegions regions, InstantSource clock) {
    this.credentials = credentials;
    this.regions = regions;
    this.clock = clock;
  }

  /** The caller, and the request with a body that checks itself. */
  public Authenticated authenticate(Request request) {
    return authenticate(request, S3);
  }

  /**
   * The same for requests about some kind of buckets.
   *
   * @param service that they are signed for, {@link #S3} or {@link #S3_EXPRESS}
   */
  public Authenticated authenticate(Request request, String service) {
    Optional<Authorization> claim = Authorization.find(request);
    return claim.isPresent() ? verified(claim.get(), request, service) : anonymous(request);
  }

  /**
   * The caller who signed a form's policy.
   *
   * @param request that brought the form
   */
  public Authenticated authenticate(FormClaim claim, Request request) {
    claim.requireScope(regions.expected(claim.scope()), S3);
    claim.requireTime(clock.instant());
    Credential credential = credentials.require(claim.accessKeyId(), claim.sessionToken());
    claim.requireSignature(signingKeys.of(credential, claim.scope()));
    return new Authenticated(credential.caller(), request, credential.keys());
  }

  /**
   * Who signed a request with Signature Version 2, for which nobody is served; empty when it is not
   * right, or not of this time.
   */
  public Optional<Authenticated> signer(SignatureV2 claim, Request request) {
    if (!claim.goodAt(clock.instant())) {
      return Optional.empty();
    }
    Credential credential = credentials.require(claim.accessKeyId(), claim.sessionToken());
    return claim.verifies(credential.secret())
        ? Optional.of(
            new Authenticated(credential.caller(), request, credential.keys(), credential.kind()))
        : Optional.empty();
  }

  /**
   * The caller of an operation that is called by name, and the request with the body that was read;
   * empty when nobody claims it.
   */
  public Optional<Authenticated> authenticate(Request request, Rpc.Service service, WholeBody body)
      throws IOException {
    Optional<Authorization> claim = Authorization.ofService(request);
    return claim.isPresent()
        ? Optional.of(verified(claim.get(), request, service, body))
        : Optional.empty();
  }

  private Authenticated verified(
      Authorization claim, Request request, Rpc.Service service, WholeBody body)
      throws IOException {
    claim.requireServiceScope(regions.of(service), service.signingName());
    claim.requireTime(clock.instant());
    Credential credential = credential(claim, service.signingName());
    byte[] bytes = body.read();
    claim
        .covering(request.headers(), bytes)
        .requireServiceSignature(request, signingKeys.of(credential, claim.scope()));
    return new Authenticated(
        credential.caller(),
        request.withBody(Body.of(bytes)),
        credential.keys(),
        credential.kind());
  }

  private static Authenticated anonymous(Request request) {
    ContentHash hash = Authorization.anonymousContentHash(request.headers());
    Request checked = CheckedBody.of(request, hash, null);
    return new Authenticated(new Caller.Anonymous(), checked, ConditionKeys.NONE);
  }

  private Authenticated verified(Authorization claim, Request request, String service) {
    claim.requireScope(regions.expected(claim.scope()), service);
    claim.requireTime(clock.instant());
    Credential credential = credential(claim, service);
    SigningKey key = signingKeys.of(credential, claim.scope());
    claim.requireSignature(request, key);
    Request checked = CheckedBody.of(request, claim.contentHash(), chunks(claim, key));
    return new Authenticated(credential.caller(), checked, credential.keys(), credential.kind());
  }

  /** A request has one session at most, and that of a bucket only where it is about one. */
  private Credential credential(Authorization claim, String service) {
    String bucketToken = claim.bucketToken();
    if (bucketToken == null) {
      return credentials.require(claim.accessKeyId(), claim.sessionToken());
    }
    if (claim.sessionToken() != null || !service.equals(S3_EXPRESS)) {
      throw S3Error.InvalidRequest.because(
          claim.sessionToken() == null
              ? "The header x-amz-s3session-token is for requests about directory buckets"
              : "The headers x-amz-s3session-token and x-amz-security-token exclude each other");
    }
    return credentials.requireOfBucket(claim.accessKeyId(), bucketToken);
  }

  private static @Nullable ChunkSignatures chunks(Authorization claim, SigningKey key) {
    boolean signed =
        claim.contentHash() instanceof ContentHash.Streaming streaming && streaming.signed();
    return signed ? claim.chunkSignatures(key) : null;
  }
}
