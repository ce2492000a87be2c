package dev.coffer.iam.auth;

import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
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
 * <p>Order: form of the claim, scope, clock, key, session token, signature. Every refusal is an
 * {@link dev.coffer.wire.s3.S3Exception} with Amazon's code. A request without any claim is
 * anonymous.
 */
public final class Authenticator {
  private static final String SERVICE = "s3";
  private static final int MAX_DERIVED_KEYS = 1024;

  private final AccessKeys keys;
  private final String region;
  private final InstantSource clock;
  private final SigningKeys signingKeys = new SigningKeys(MAX_DERIVED_KEYS);

  public Authenticator(AccessKeys keys, String region, InstantSource clock) {
    this.keys = keys;
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
    return new Authenticated(new Caller.Anonymous(), CheckedBody.of(request, hash, null));
  }

  private Authenticated verified(Authorization claim, Request request) {
    claim.requireScope(region, SERVICE);
    claim.requireTime(clock.instant());
    AccessKey accessKey =
        keys.find(claim.accessKeyId())
            .filter(AccessKey::root)
            .orElseThrow(
                () -> S3Error.InvalidAccessKeyId.with("AWSAccessKeyId", claim.accessKeyId()));
    if (claim.sessionToken() != null) {
      throw S3Error.InvalidToken.refusal();
    }
    SigningKey key = signingKeys.of(accessKey, claim.scope());
    claim.requireSignature(request, key);
    var caller = Caller.Principal.rootOf(accessKey.account(), accessKey.id());
    Request checked = CheckedBody.of(request, claim.contentHash(), chunks(claim, key));
    return new Authenticated(caller, checked);
  }

  private static @Nullable ChunkSignatures chunks(Authorization claim, SigningKey key) {
    boolean signed =
        claim.contentHash() instanceof ContentHash.Streaming streaming && streaming.signed();
    return signed ? claim.chunkSignatures(key) : null;
  }
}
