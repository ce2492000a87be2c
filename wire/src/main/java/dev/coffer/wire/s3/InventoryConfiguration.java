package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report about a bucket's objects that is made again and again, as it is on the wire. What it may
 * say is decided in {@code store.inventory}.
 *
 * @param includedObjectVersions {@code All} or {@code Current}
 * @param optionalFields what it says of each object besides its name; null where nothing is said
 */
@XmlRoot("InventoryConfiguration")
public record InventoryConfiguration(
    Destination destination,
    @Element("IsEnabled") boolean enabled,
    @Nullable Filter filter,
    String id,
    String includedObjectVersions,
    @Element(value = "OptionalFields", item = "Field") @Nullable List<String> optionalFields,
    Schedule schedule) {
  public InventoryConfiguration {
    optionalFields = optionalFields == null ? null : List.copyOf(optionalFields);
  }

  /** Where the report goes. */
  public record Destination(@Element("S3BucketDestination") S3Bucket s3Bucket) {}

  /**
   * A bucket.
   *
   * @param bucket its ARN
   * @param format {@code CSV}, {@code ORC} or {@code Parquet}
   */
  public record S3Bucket(
      @Nullable String accountId,
      String bucket,
      String format,
      @Nullable String prefix,
      @Nullable Encryption encryption) {}

  /** How the report is encrypted: one of the two. */
  public record Encryption(
      @Element("SSE-S3") @Nullable SseS3 sseS3, @Element("SSE-KMS") @Nullable SseKms sseKms) {}

  /** Under the bucket's own key. */
  public record SseS3() {}

  /** Under a KMS key. */
  public record SseKms(String keyId) {}

  /** Which objects it is about. */
  public record Filter(String prefix) {}

  /**
   * How often.
   *
   * @param frequency {@code Daily} or {@code Weekly}
   */
  public record Schedule(String frequency) {}
}
