package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests to a bucket are logged, as it is on the wire; empty for nowhere. */
@XmlRoot("BucketLoggingStatus")
public record BucketLoggingStatus(@Nullable LoggingEnabled loggingEnabled) {
  /**
   * To which bucket, under keys that begin so.
   *
   * @param targetGrants of access control lists, which buckets that enforce ownership do not have
   */
  public record LoggingEnabled(
      String targetBucket,
      String targetPrefix,
      @Element(value = "TargetGrants", item = "Grant")
          @Nullable List<AccessControlPolicy.Grant> targetGrants,
      @Nullable TargetObjectKeyFormat targetObjectKeyFormat) {}

  /** What follows the prefix in keys; one of the two. */
  public record TargetObjectKeyFormat(
      @Nullable SimplePrefix simplePrefix, @Nullable PartitionedPrefix partitionedPrefix) {}

  /** The time of delivery and a unique string. */
  public record SimplePrefix() {}

  /**
   * Account, Region, bucket, year, month and day before those.
   *
   * @param partitionDateSource {@code EventTime} or {@code DeliveryTime}
   */
  public record PartitionedPrefix(@Nullable String partitionDateSource) {}
}
