package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One use of an object's data key, as the log of key use keeps it. Nothing of it is secret: of a
 * customer's key there is not even the digest.
 *
 * @param call whose request it was; names the operation
 * @param versionId of a version that is there; null while one is being written
 * @param objectId 16 bytes, which the version's row holds too
 * @param applied how the object is encrypted; before a change of that, as it was
 * @param sseApplied as audit events name it: {@code Default_SSE_KMS} where the bucket decided; null
 *     in what an upload's parts and completion do, whose type its beginning has said (R198)
 */
public record KeyUse(
    Instant time,
    Call call,
    String bucket,
    String bucketOwner,
    String objectKey,
    @Nullable String versionId,
    Bytes objectId,
    Deed deed,
    SseApplied applied,
    @Nullable String sseApplied) {
  /** What was done. */
  public enum Deed {
    /** A new data key was made. */
    MADE,
    /** A data key that was there was opened. */
    OPENED,
    /** The version was stored, or its new envelope, for which a data key was made or opened. */
    STORED
  }

  public KeyUse {
    applied = applied.withoutCustomer();
  }

  /** The name of how a stored version is encrypted, whoever decided it. */
  static String name(SseApplied applied) {
    if (applied.customerAlgorithm() != null) {
      return "SSE_C";
    }
    String algorithm = applied.algorithm();
    return switch (algorithm == null ? "" : algorithm) {
      case "aws:kms" -> "SSE_KMS";
      case "aws:kms:dsse" -> "DSSE_KMS";
      default -> "SSE_S3";
    };
  }
}
