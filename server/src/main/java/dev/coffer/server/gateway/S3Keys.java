package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.store.lock.LockKeys;
import dev.coffer.store.object.SourceName;
import dev.coffer.store.tag.TagKeys;
import dev.coffer.store.tag.TagRules;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.sigv4.AmzTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of S3, as a request has them. What a request does not say is absent: default
 * encryption and the like are not requests' words (spec/encryption.md R186). Source: Service
 * Authorization Reference, Amazon S3.
 */
final class S3Keys {
  private static final String S3 = "s3:";

  /** Before the keys of directory buckets. */
  static final String EXPRESS = "s3express:";

  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KEY_ID = SSE + "-aws-kms-key-id";
  private static final String CUSTOMER = SSE + "-customer-algorithm";
  private static final String SOURCE_CUSTOMER =
      "x-amz-copy-source-server-side-encryption-customer-algorithm";
  private static final String SHA256 = "x-amz-content-sha256";

  /** How a request was signed; known beforehand of a form, whose headers do not say it. */
  static final String AUTH_TYPE = "s3:authType";

  static final String SIGNATURE_VERSION = "s3:signatureversion";
  static final String SIGNATURE_AGE = "s3:signatureAge";
  static final String CONTENT_HASH = S3 + SHA256;
  private static final Set<String> LISTING = Set.of("s3:ListBucket", "s3:ListBucketVersions");

  /** Whether a request makes an object, or only something on the way to one. */
  private static final String CREATES = "s3:ObjectCreationOperation";

  private static final Map<String, String> CREATION =
      Map.of(
          "PutObject", "true",
          "CopyObject", "true",
          "CompleteMultipartUpload", "true",
          "CreateMultipartUpload", "false",
          "UploadPart", "false",
          "UploadPartCopy", "false");

  /** Headers whose key has their name. */
  private static final List<String> HEADERS =
      List.of(
          "x-amz-acl",
          "x-amz-grant-full-control",
          "x-amz-grant-read",
          "x-amz-grant-read-acp",
          "x-amz-grant-write",
          "x-amz-grant-write-acp",
          "x-amz-metadata-directive",
          "x-amz-object-ownership",
          "x-amz-storage-class",
          "x-amz-website-redirect-location",
          SSE,
          KEY_ID,
          CUSTOMER);

  private S3Keys() {}

  /** How the request was made, whatever it asks for. */
  static ConditionKeys ofEvery(S3Call call, ConditionKeys circumstances, Instant now) {
    ConditionKeys keys = circumstances;
    for (String service : services(call)) {
      keys = ofEvery(call, service, keys, now);
    }
    return keys;
  }

  /** Whose policies are asked: those of both kinds of buckets where something is copied. */
  private static List<String> services(S3Call call) {
    if (call.header("x-amz-copy-source") != null) {
      return List.of(S3, EXPRESS);
    }
    return List.of(call.directory().isPresent() ? EXPRESS : S3);
  }

  private static ConditionKeys ofEvery(
      S3Call call, String service, ConditionKeys circumstances, Instant now) {
    Query query = call.request().query();
    boolean presigned = query.has("X-Amz-Signature");
    ConditionKeys keys =
        circumstances.withPresent(service + "TlsVersion", call.request().peer().tlsVersion());
    if (circumstances.find(AUTH_TYPE) != null && service.equals(S3)) {
      return keys; // a form, which is no copy
    }
    if (!call.anonymous()) {
      keys =
          keys.with(service + "signatureversion", "AWS4-HMAC-SHA256")
              .with(service + "authType", presigned ? "REST-QUERY-STRING" : "REST-HEADER");
    }
    if (presigned) {
      keys = keys.withPresent(service + "signatureAge", age(query, now));
    }
    String hash = call.arguments().header(SHA256);
    return keys.withPresent(
        service + SHA256, hash == null && presigned ? "UNSIGNED-PAYLOAD" : hash);
  }

  /** Milliseconds since a presigned URL was signed; its time was verified with its signature. */
  private static @Nullable String age(Query query, Instant now) {
    return query
        .first("X-Amz-Date")
        .flatMap(AmzTime::parse)
        .map(date -> Duration.between(date, now).toMillis())
        .map(millis -> Long.toString(Math.max(0, millis)))
        .orElse(null);
  }

  /** What the request asks of the resource that it is addressed to. */
  static ConditionKeys ofResource(S3Call call, ConditionKeys every) {
    ConditionKeys keys = every;
    for (String header : HEADERS) {
      keys = keys.withPresent(S3 + header, call.header(header));
    }
    if (!call.http().method().equals("GET") && !call.http().method().equals("HEAD")) {
      keys =
          keys.withPresent("s3:if-match", call.header("if-match"))
              .withPresent("s3:if-none-match", call.header("if-none-match"));
    }
    if (LISTING.contains(call.http().action()[0])) {
      keys =
          keys.withPresent("s3:prefix", call.parameter("prefix"))
              .withPresent("s3:delimiter", call.parameter("delimiter"))
              .withPresent("s3:max-keys", call.parameter("max-keys"));
    }
    keys = ofTags(call, keys.withPresent(CREATES, CREATION.get(call.operation())));
    return keys.withPresent("s3:VersionId", call.parameter("versionId"))
        .withPresent("s3:x-amz-copy-source", source(call));
  }

  /** What of a lock the request asks for in headers. */
  static ConditionKeys ofLock(S3Call call, Instant now, ConditionKeys keys) {
    var asked =
        new ObjectLockHeaders(
            call.header("x-amz-object-lock-mode"),
            call.header("x-amz-object-lock-retain-until-date"),
            call.header("x-amz-object-lock-legal-hold"));
    return LockKeys.of(asked, now, keys);
  }

  /** What a header asks for; a copy that takes its source's tags does not heed it. */
  private static ConditionKeys ofTags(S3Call call, ConditionKeys keys) {
    String header = call.header("x-amz-tagging");
    boolean ignored =
        call.operation().equals("CopyObject")
            && !"REPLACE".equals(call.header("x-amz-tagging-directive"));
    if (header == null || ignored) {
      return keys;
    }
    try {
      return TagKeys.requested(keys, TagRules.ofHeader(header));
    } catch (S3Exception _) {
      return keys; // refused in its own words when the operation reads it
    }
  }

  /** Without its coding and leading slash, of which there are many ways to write the same. */
  private static @Nullable String source(S3Call call) {
    String header = call.header("x-amz-copy-source");
    return header == null ? null : SourceName.parse(header).text();
  }

  /** What is asked of the source of a copy. */
  static ConditionKeys ofSource(S3Call call, SourceName source, ConditionKeys every) {
    return every
        .withPresent("s3:VersionId", source.versionId())
        .withPresent(S3 + CUSTOMER, call.header(SOURCE_CUSTOMER));
  }

  /** Parts are encrypted as their upload is, and cannot say so themselves (R190). */
  static ConditionKeys ofUpload(SseApplied upload, ConditionKeys keys) {
    return keys.withPresent(S3 + SSE, upload.algorithm())
        .withPresent(S3 + KEY_ID, upload.kmsKeyArn());
  }
}
