package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.wire.s3.SseApplied;
import org.jspecify.annotations.Nullable;

/** What responses say of an object's encryption. Source: spec/encryption.md §2.3. */
final class Shown {
  private static final String KMS = "aws:kms";

  private Shown() {}

  /** Of an envelope, where no customer's key came with the request. */
  static SseApplied of(Envelope.Scheme scheme) {
    return of(scheme, null);
  }

  /**
   * Of an envelope.
   *
   * @param customerMd5 of the customer's key that came with the request
   */
  static SseApplied of(Envelope.Scheme scheme, @Nullable String customerMd5) {
    return switch (scheme) {
      case Envelope.SseS3 _ -> SseApplied.SSE_S3;
      case Envelope.SseKms s -> new SseApplied(KMS, s.kms().keyArn(), null, null, null);
      case Envelope.SseKmsBucketKey s -> new SseApplied(KMS, s.kms().keyArn(), true, null, null);
      case Envelope.DsseKms s ->
          new SseApplied("aws:kms:dsse", s.inner().kms().keyArn(), null, null, null);
      case Envelope.SseC _ -> new SseApplied(null, null, null, "AES256", customerMd5);
    };
  }
}
