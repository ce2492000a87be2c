package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request claims about its signer, from the {@code Authorization} header or the query of a
 * presigned URL. Well-formed, but nothing in it is proved until {@link #requireSignature}.
 *
 * <p>Checks are separate steps, since the caller looks the key up between them: {@link #find},
 * {@link #requireScope}, {@link #requireTime}, then the key, then {@link #requireSignature}. Each
 * throws {@link S3Exception} with Amazon's code.
 *
 * @param time from {@code x-amz-date}, {@code Date} or {@code X-Amz-Date}
 * @param signedHeaders lower-case names in the order of the claim
 * @param expires how long a presigned URL lives; null for a header
 * @param sessionToken null for long-lived keys
 * @param bucketToken of a session of a directory bucket, {@code x-amz-s3session-token}; null
 *     without one
 */
public record Authorization(
    String accessKeyId,
    CredentialScope scope,
    Instant time,
    List<String> signedHeaders,
    String signature,
    ContentHash contentHash,
    @Nullable Duration expires,
    @Nullable String sessionToken,
    @Nullable String bucketToken) {
  /** How far a client's clock may be off, in both directions. */
  public static final Duration MAX_SKEW = Duration.ofMinutes(15);

  public Authorization {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Reads the claim of a request; empty when the request is anonymous.
   *
   * <p>Refused: two mechanisms at once, a mechanism that is not SigV4, a claim that is not
   * well-formed or states something twice.
   */
  public static Optional<Authorization> find(Request request) {
    return find(request, Authorization::declared);
  }

  /**
   * As {@link #find}, for services other than S3: the signature covers the SHA-256 of the body,
   * declared or not. The claim covers no body until {@link #covering} is asked.
   */
  public static Optional<Authorization> ofService(Request request) {
    return find(request, (any, presigned) -> new ContentHash.UnsignedPayload());
  }

  /** How a claim gets its content hash. */
  @FunctionalInterface
  private interface Hashing {
    ContentHash of(Request request, boolean presigned);
  }

  private static ContentHash declared(Request request, boolean presigned) {
    return presigned
        ? AuthorizationQuery.contentHash(request)
        : AuthorizationHeader.contentHash(request.headers());
  }

  private static Optional<Authorization> find(Request request, Hashing hashing) {
    List<String> headers = request.headers().all(AuthorizationHeader.NAME);
    boolean query = AuthorizationQuery.presentIn(request.query());
    if (headers.size() + (query ? 1 : 0) > 1) {
      throw S3Error.InvalidArgument.because(
              "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
                  + " query string parameter or the Authorization header should be specified")
          .with("ArgumentName", AuthorizationHeader.NAME);
    }
    if (query) {
      return Optional.of(AuthorizationQuery.parse(request, () -> hashing.of(request, true)));
    }
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    String claim = headers.getFirst();
    return Optional.of(AuthorizationHeader.parse(claim, request, () -> hashing.of(request, false)));
  }

  /** The body's declaration of a request without a claim. */
  public static ContentHash anonymousContentHash(Headers headers) {
    Optional<String> value = headers.first(ContentHash.HEADER);
    ContentHash hash =
        value.isPresent() ? ContentHash.parse(value.get()) : new ContentHash.UnsignedPayload();
    if (hash instanceof ContentHash.Streaming streaming && streaming.signed()) {
      throw S3Error.InvalidRequest.because("Chunks cannot be signed without credentials");
    }
    return hash;
  }

  /** Whether it comes from the query of a URL. */
  public boolean presigned() {
    return expires != null;
  }

  /** Refuses a claim for another region, another service or another day than its own time. */
  public void requireScope(String region, String service) {
    ScopeCheck.of(this).require(region, service);
  }

  /** Refuses a request from the past or the future, and an expired URL. */
  public void requireTime(Instant now) {
    TimeCheck.require(this, now);
  }

  /**
   * Refuses a request whose signature is not what the key makes of it, and one with {@code x-amz-}
   * headers that are not signed. Takes the same time for every wrong signature.
   *
   * @param key derived for {@link #scope}
   */
  public void requireSignature(Request request, SigningKey key) {
    SignatureCheck.require(this, request, key);
  }

  /**
   * The claim over this body, for services other than S3. A hash that the request declares must be
   * the body's.
   */
  public Authorization covering(Headers headers, byte[] body) {
    ContentHash.Exact actual = ContentHash.Exact.of(body);
    boolean same =
        AuthorizationHeader.single(headers, ContentHash.HEADER)
            .map(actual.hex()::equalsIgnoreCase)
            .orElse(true);
    if (!same) {
      throw S3Error.XAmzContentSHA256Mismatch.refusal();
    }
    return new Authorization(
        accessKeyId,
        scope,
        time,
        signedHeaders,
        signature,
        actual,
        expires,
        sessionToken,
        bucketToken);
  }

  /**
   * Refuses a claim for a region that is none of these, for another service or another day than its
   * own time, in the words of services other than S3.
   */
  public void requireServiceScope(Set<String> regions, String service) {
    ScopeCheck.of(this).requireOneOf(regions, service, time);
  }

  /** As {@link #requireSignature}, in the canonical form of services other than S3. */
  public void requireServiceSignature(Request request, SigningKey key) {
    SignatureCheck.requireOfService(this, request, key);
  }

  /** The signatures of the chunks that follow a request which was signed with this key. */
  public ChunkSignatures chunkSignatures(SigningKey key) {
    return new ChunkSignatures(key, time, signature);
  }

  /** Neither signature nor token: this may stand in a log. */
  @Override
  public String toString() {
    return "Authorization[" + accessKeyId + "/" + scope.text() + "]";
  }
}
