package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests for a client, to S3 unless another service is named. Every header that the request
 * carries is signed, save those that intermediaries may change; a {@code Host} header must be
 * there.
 *
 * @param sessionToken null for long-lived keys
 */
public record Signer(
    String accessKeyId,
    SecretAccessKey secret,
    String region,
    String service,
    @Nullable String sessionToken) {
  private static final String S3 = "s3";
  private static final List<String> UNSIGNED =
      List.of(
          "authorization",
          "connection",
          "expect",
          "transfer-encoding",
          "user-agent",
          "x-amzn-trace-id");

  /** A signer of requests to S3. */
  public Signer(
      String accessKeyId, SecretAccessKey secret, String region, @Nullable String sessionToken) {
    this(accessKeyId, secret, region, S3, sessionToken);
  }

  /** The request with date, content hash, token and {@code Authorization} header. */
  public Request sign(Request request, ContentHash contentHash, Instant time) {
    var headers =
        request.headers().toBuilder()
            .set("x-amz-date", AmzTime.format(time))
            .set(ContentHash.HEADER, contentHash.wireValue());
    if (sessionToken != null) {
      headers.set("x-amz-security-token", sessionToken);
    }
    Request dated = request.withHeaders(headers.build());
    List<String> signed = signedHeaders(dated.headers());
    String signature = signature(dated, signed, contentHash, time);
    return dated.withHeaders(
        dated.headers().toBuilder()
            .set(AuthorizationHeader.NAME, value(scope(time), signed, signature))
            .build());
  }

  /**
   * The request to a service other than S3, with date, token and {@code Authorization} header.
   *
   * @param body the request's, whole
   */
  public Request signCall(Request request, byte[] body, Instant time) {
    var headers = request.headers().toBuilder().set("x-amz-date", AmzTime.format(time));
    if (sessionToken != null) {
      headers.set("x-amz-security-token", sessionToken);
    }
    Request dated = request.withHeaders(headers.build());
    List<String> signed = signedHeaders(dated.headers());
    String hash = ContentHash.Exact.of(body).wireValue();
    String signature = signature(new CanonicalRequest(dated, signed, hash).twiceCoded(), time);
    return dated.withHeaders(
        dated.headers().toBuilder()
            .set(AuthorizationHeader.NAME, value(scope(time), signed, signature))
            .build());
  }

  /**
   * The request with a query that authorises it until {@code time + expires}. The body is not
   * covered.
   *
   * @param expires at most seven days
   */
  public Request presign(Request request, Duration expires, Instant time) {
    return presign(
        request,
        expires,
        time,
        (unsigned, signed) ->
            new CanonicalRequest(unsigned, signed, new ContentHash.UnsignedPayload().wireValue())
                .text());
  }

  /** As {@link #presign}, to a service other than S3; there is no body. */
  public Request presignCall(Request request, Duration expires, Instant time) {
    return presign(
        request,
        expires,
        time,
        (unsigned, signed) ->
            new CanonicalRequest(unsigned, signed, Sha256.OF_NOTHING).twiceCoded());
  }

  /**
   * The signature of a form's policy.
   *
   * @param policy base64, as the form's field has it
   * @param time which the form's {@code x-amz-date} says
   */
  public String signPolicy(String policy, Instant time) {
    return SigningKey.derive(secret, scope(time)).sign(policy);
  }

  private Request presign(
      Request request,
      Duration expires,
      Instant time,
      BiFunction<Request, List<String>, String> canonical) {
    if (expires.isNegative() || expires.compareTo(AuthorizationQuery.LONGEST) > 0) {
      throw new IllegalArgumentException("a presigned URL lives seven days at most");
    }
    List<String> signed = signedHeaders(request.headers());
    var query = new StringBuilder(request.rawQuery() == null ? "" : request.rawQuery());
    add(query, AuthorizationQuery.ALGORITHM, StringToSign.ALGORITHM);
    add(query, AuthorizationQuery.CREDENTIAL, accessKeyId + "/" + scope(time).text());
    add(query, AuthorizationQuery.DATE, AmzTime.format(time));
    add(query, AuthorizationQuery.EXPIRES, Long.toString(expires.toSeconds()));
    if (sessionToken != null) {
      add(query, AuthorizationQuery.TOKEN, sessionToken);
    }
    add(query, AuthorizationQuery.SIGNED_HEADERS, String.join(";", signed));
    Request unsigned = withQuery(request, query.toString());
    String signature = signature(canonical.apply(unsigned, signed), time);
    add(query, AuthorizationQuery.SIGNATURE, signature);
    return withQuery(request, query.toString());
  }

  /**
   * The chain for the chunks of a request that {@link #sign} has signed as streaming.
   *
   * @throws dev.coffer.wire.s3.S3Exception when the request is not signed
   */
  public ChunkSignatures chunks(Request signedRequest) {
    Authorization claim =
        Authorization.find(signedRequest).orElseThrow(S3Error.AccessDenied::refusal);
    return claim.chunkSignatures(SigningKey.derive(secret, claim.scope()));
  }

  /** Shows no part of the secret or the token. */
  @Override
  public String toString() {
    return "Signer[" + accessKeyId + ", " + region + ", " + service + "]";
  }

  private CredentialScope scope(Instant time) {
    return CredentialScope.on(time, region, service);
  }

  private String signature(
      Request request, List<String> signed, ContentHash contentHash, Instant time) {
    return signature(new CanonicalRequest(request, signed, contentHash.wireValue()).text(), time);
  }

  private String signature(String canonical, Instant time) {
    CredentialScope scope = scope(time);
    return SigningKey.derive(secret, scope).sign(StringToSign.request(time, scope, canonical));
  }

  private String value(CredentialScope scope, List<String> signed, String signature) {
    return StringToSign.ALGORITHM
        + " Credential="
        + accessKeyId
        + "/"
        + scope.text()
        + ", SignedHeaders="
        + String.join(";", signed)
        + ", Signature="
        + signature;
  }

  private static List<String> signedHeaders(Headers headers) {
    var names = new TreeSet<String>();
    for (Headers.Field field : headers.fields()) {
      names.add(field.name().toLowerCase(Locale.ROOT));
    }
    UNSIGNED.forEach(names::remove);
    if (!names.contains("host")) {
      throw new IllegalArgumentException("a request to be signed has a Host header");
    }
    return List.copyOf(names);
  }

  private static void add(StringBuilder query, String name, String value) {
    query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(Percent.encode(value));
  }

  private static Request withQuery(Request request, String query) {
    return new Request(
        request.method(),
        request.rawPath(),
        query,
        request.headers(),
        request.body(),
        request.peer());
  }
}
