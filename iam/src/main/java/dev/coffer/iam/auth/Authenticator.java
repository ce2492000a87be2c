package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.CheckedBody;
import dev.coffer.wire.sigv4.ChunkSignatures;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SigningKey;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a request, without reading its body.
 *
 * <p>Order: form of the claim, scope, clock, key and session token, signature. Every refusal is an
 * {@link dev.coffer.wire.s3.S3Exception} with Amazon's code. A request without any claim is
 * anonymous.
 */
public final class Authenticator {
  private static final String SERVICE = "s3";
  private static final int MAX_DERIVED_KEYS = 1024;

  private final Credentials credentials;
  private final String region;
  private final InstantSource clock;
  private final SigningKeys signingKeys = new SigningKeys(MAX_DERIVED_KEYS);

  public Authenticator(Credentials credentials, String region, InstantSource clock) {
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  /** The caller, and the request with a body that checks itself. */
  public Authenticated authenticate(Request request) {
    Optional<Authorization> claim = Authorization.find(request);
    return claim.isPresent() ? verified(claim.get(), request) : anonymous(request);
  }

  private static Authenticated anonymous(Request request) {
    ContentHash hash = Authorization.anonymousContentHash(request.headers());
    Request checked = CheckedBody.of(request, hash, null);
    return new Authenticated(new Caller.Anonymous(), checked, ConditionKeys.NONE);
  }

  private Authenticated verified(Authorization claim, Request request) {
    claim.requireScope(region, SERVICE);
    claim.requireTime(clock.instant());
    Credential credential = credentials.require(claim.accessKeyId(), claim.sessionToken());
    SigningKey key = signingKeys.of(credential, claim.scope());
    claim.requireSignature(request, key);
    Request checked = CheckedBody.of(request, claim.contentHash(), chunks(claim, key));
    return new Authenticated(credential.caller(), checked, credential.keys());
  }

  private static @Nullable ChunkSignatures chunks(Authorization claim, SigningKey key) {
    boolean signed =
        claim.contentHash() instanceof ContentHash.Streaming streaming && streaming.signed();
    return signed ? claim.chunkSignatures(key) : null;
  }
}
