package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a bucket's objects expire, as they are on the wire. What a rule may say is
 * decided in {@code store.lifecycle}. Transitions to other storage classes are not served.
 */
@XmlRoot("LifecycleConfiguration")
public record LifecycleConfiguration(@Element("Rule") List<Rule> rules) {
  public LifecycleConfiguration {
    rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param prefix the old way to say which objects; now a part of the filter
   * @param status {@code Enabled} or {@code Disabled}
   */
  public record Rule(
      @Element("ID") @Nullable String id,
      @Nullable String prefix,
      @Nullable Filter filter,
      String status,
      @Nullable Expiration expiration,
      @Nullable NoncurrentVersionExpiration noncurrentVersionExpiration,
      @Nullable AbortIncompleteMultipartUpload abortIncompleteMultipartUpload) {}

  /** Which objects a rule is about: all of them, or those that fit the one thing that is said. */
  public record Filter(
      @Nullable String prefix,
      @Nullable Tag tag,
      @Nullable Long objectSizeGreaterThan,
      @Nullable Long objectSizeLessThan,
      @Nullable And and) {}

  /** Several conditions, all of which must hold. */
  public record And(
      @Nullable String prefix,
      @Element("Tag") List<Tag> tags,
      @Nullable Long objectSizeGreaterThan,
      @Nullable Long objectSizeLessThan) {
    public And {
      tags = List.copyOf(tags);
    }
  }

  /** A tag that an object must have. */
  public record Tag(String key, String value) {}

  /** When a current version expires: after days, at a date, or when it is a lonely marker. */
  public record Expiration(
      @Nullable Instant date,
      @Nullable Integer days,
      @Nullable Boolean expiredObjectDeleteMarker) {}

  /** When an earlier version is removed, and how many are kept whatever their age. */
  public record NoncurrentVersionExpiration(
      @Nullable Integer noncurrentDays, @Nullable Integer newerNoncurrentVersions) {}

  /** When an upload that was not completed is aborted. */
  public record AbortIncompleteMultipartUpload(@Nullable Integer daysAfterInitiation) {}
}
