package dev.coffer.server.gateway;

import dev.coffer.iam.session.DirectorySession;
import dev.coffer.store.object.SourceName;
import dev.coffer.store.sse.Conditions;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must not be asked for over plain HTTP: keys of customers, and objects under keys of the key
 * service, by header, by the bucket's default or by what is stored. Source: spec/encryption.md
 * R103, R105.
 */
final class Transport {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KMS = "aws:kms";
  private static final List<String> CUSTOMER = List.of("algorithm", "key", "key-md5");
  private static final Set<String> READS = Set.of("GetObject", "HeadObject", "GetObjectAttributes");
  private static final Set<String> PARTS =
      Set.of("UploadPart", "UploadPartCopy", "CompleteMultipartUpload", "ListParts");

  /** Whose outcome is always an object under a key of the key service (R117). */
  private static final String UPDATE = "UpdateObjectEncryption";

  private final Protections protections;

  Transport(Protections protections) {
    this.protections = protections;
  }

  /** The refusal; empty when the connection is secure enough for what is asked. */
  Optional<S3Exception> refusal(S3Call call) {
    if (call.request().peer().secure()) {
      return Optional.empty();
    }
    if (sendsCustomerKey(call)) {
      return Optional.of(Conditions.insecureCustomerKey());
    }
    return involvesKms(call) ? Optional.of(Conditions.insecureKms()) : Optional.empty();
  }

  /** Whether a key of the key service is needed to do what is asked. */
  boolean involvesKms(S3Call call) {
    return call.operation().equals(UPDATE)
        || writesUnderKms(call)
        || touchesKms(call)
        || copiesFromKms(call);
  }

  private static boolean sendsCustomerKey(S3Call call) {
    return CUSTOMER.stream()
        .map(name -> "-customer-" + name)
        .anyMatch(name ->
            call.header(SSE + name) != null
                || call.header("x-amz-copy-source-server-side-encryption" + name) != null);
  }

  private boolean writesUnderKms(S3Call call) {
    if (call.facts().input(Facts.Kind.HEADER, SSE).isEmpty()) {
      return false;
    }
    DirectorySession.Scope session = call.scope();
    if (session != null) {
      return session.kmsKeyArn() != null;
    }
    String method = call.header(SSE);
    return method == null
        ? protections.kmsByDefault(S3Authorization.bucket(call))
        : method.startsWith(KMS);
  }

  private boolean touchesKms(S3Call call) {
    String key = call.address().key();
    if (key == null) {
      return false;
    }
    String bucket = S3Authorization.bucket(call);
    if (READS.contains(call.operation())) {
      return underKms(protections.object(bucket, key, call.parameter("versionId")));
    }
    @Nullable String upload = PARTS.contains(call.operation()) ? call.parameter("uploadId") : null;
    return upload != null && underKms(protections.upload(bucket, key, upload));
  }

  private boolean copiesFromKms(S3Call call) {
    String header = call.header("x-amz-copy-source");
    if (header == null) {
      return false;
    }
    SourceName source = SourceName.parse(header);
    return underKms(protections.object(source.bucket(), source.key(), source.versionId()));
  }

  private static boolean underKms(Optional<SseApplied> applied) {
    return applied.filter(of -> of.kmsKeyArn() != null).isPresent();
  }
}
