package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.Sse;
import org.jspecify.annotations.Nullable;

/**
 * How a session of a directory bucket encrypts: by the bucket's default, unless CreateSession says
 * otherwise where that is SSE-KMS. Source: spec/encryption.md R168, R169, R175, R176, R180.
 */
final class SessionEncryption {
  private SessionEncryption() {}

  /**
   * The ARN of the key; null for SSE-S3.
   *
   * @param bucketArn the one value that an encryption context may name
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument
   */
  static @Nullable String keyArn(Call call, Bucket bucket, Sse asked, String bucketArn) {
    String own = bucket.directoryKeyArn();
    String method = asked.algorithm();
    if (method == null || method.equals("AES256")) {
      requireNoKmsHeaders(asked, method);
      String keyArn = method == null ? own : null;
      if (keyArn == null && asked.bucketKeyEnabled() != null) {
        throw SseHeaders.noBucketKey("AES256");
      }
      return keyArn;
    }
    if (!method.equals("aws:kms")) {
      throw SseHeaders.unknownMethod(method);
    }
    if (own == null) {
      throw SseHeaders.notOfBucket(method);
    }
    String named = asked.kmsKeyId();
    if (named != null && !DirectoryChoosing.names(call, named, own)) {
      throw SseHeaders.notOfBucket(named);
    }
    ContextHeader.parseOwn(asked.context(), bucketArn);
    DirectoryChoosing.requireBucketKey(asked.bucketKeyEnabled());
    return own;
  }

  private static void requireNoKmsHeaders(Sse asked, @Nullable String method) {
    if (asked.kmsKeyId() != null || asked.context() != null) {
      throw SseHeaders.kmsRequired(method);
    }
    DirectoryChoosing.requireBucketKey(asked.bucketKeyEnabled());
  }
}
