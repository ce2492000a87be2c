package dev.coffer.store.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version or a delete marker, as a report knows it.
 *
 * @param versionId as clients know it; null for the null version
 */
public record Listed(
    String key, @Nullable String versionId, boolean latest, Instant lastModified, What what) {
  /** What it is. */
  public sealed interface What {}

  /** A marker that hides the key. */
  public record Marker(String ownerId) implements What {}

  /**
   * An object.
   *
   * @param eTag without quotation marks
   * @param checksum the algorithm; null without one
   */
  public record Version(
      long sizeBytes,
      Instant lastModified,
      String eTag,
      String storageClass,
      boolean multipart,
      Encryption encryption,
      boolean bucketKey,
      Lock lock,
      @Nullable String checksum,
      String ownerId)
      implements What {}

  /**
   * What holds it.
   *
   * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}; null without a period, as is its end
   */
  public record Lock(@Nullable String mode, @Nullable Instant until, boolean held) {
    public static final Lock NONE = new Lock(null, null, false);
  }

  /** The types of encryption; Amazon's NOT-SSE is none, since nothing is stored without. */
  public enum Encryption {
    SSE_S3("SSE-S3"),
    SSE_KMS("SSE-KMS"),
    DSSE_KMS("DSSE-KMS"),
    SSE_C("SSE-C");

    private final String shown;

    Encryption(String shown) {
      this.shown = shown;
    }

    /** As a report names it. */
    String shown() {
      return shown;
    }
  }
}
