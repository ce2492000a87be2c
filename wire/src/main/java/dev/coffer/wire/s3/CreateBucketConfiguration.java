package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a new bucket shall lie, absent in Region us-east-1, and its tags.
 *
 * @param location the zone of a directory bucket
 * @param bucket what is said of a directory bucket
 */
@XmlRoot("CreateBucketConfiguration")
public record CreateBucketConfiguration(
    @Nullable String locationConstraint,
    @Nullable Location location,
    @Nullable Bucket bucket,
    @Element(value = "Tags", item = "Tag") List<Tag> tags) {
  public CreateBucketConfiguration {
    tags = List.copyOf(tags);
  }

  /** Without tags. */
  public CreateBucketConfiguration(
      @Nullable String locationConstraint, @Nullable Location location, @Nullable Bucket bucket) {
    this(locationConstraint, location, bucket, List.of());
  }

  /** Says nothing. */
  public static final CreateBucketConfiguration NONE = in(null);

  /** Of a general purpose bucket. */
  public static CreateBucketConfiguration in(@Nullable String locationConstraint) {
    return new CreateBucketConfiguration(locationConstraint, null, null);
  }

  /**
   * A zone.
   *
   * @param type {@code AvailabilityZone} or {@code LocalZone}
   * @param name its id
   */
  public record Location(@Nullable String type, @Nullable String name) {}

  /**
   * What kind of bucket.
   *
   * @param dataRedundancy {@code SingleAvailabilityZone} or {@code SingleLocalZone}
   * @param type {@code Directory}
   */
  public record Bucket(@Nullable String dataRedundancy, @Nullable String type) {}
}
