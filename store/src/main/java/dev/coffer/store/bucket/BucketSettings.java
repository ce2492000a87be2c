package dev.coffer.store.bucket;

import dev.coffer.store.logging.LogSettings;

/**
 * What is the same for all buckets of a store.
 *
 * @param region the one Region that this store is
 * @param profile that new buckets get
 * @param bucketLimit buckets per account, of all kinds
 * @param zones that directory buckets can be in
 * @param logs when log objects are delivered
 * @param leastPartBytes of every part of an upload but the last; fewer only where parts are made up
 */
public record BucketSettings(
    String region,
    Profile profile,
    int bucketLimit,
    Zones zones,
    LogSettings logs,
    long leastPartBytes) {
  /** Amazon's quota of 10,000 general purpose buckets. */
  public static final int USUAL_LIMIT = 10_000;

  /** Amazon's least size of a part. */
  public static final long USUAL_LEAST_PART = 5L * 1024 * 1024;

  static final String FIRST_REGION = "us-east-1";

  public BucketSettings(String region, Profile profile) {
    this(region, profile, USUAL_LIMIT);
  }

  /** With the zone that follows from the Region. */
  public BucketSettings(String region, Profile profile, int bucketLimit) {
    this(region, profile, bucketLimit, Zones.of(region));
  }

  /** Whose log objects are delivered as usual. */
  public BucketSettings(String region, Profile profile, int bucketLimit, Zones zones) {
    this(region, profile, bucketLimit, zones, LogSettings.USUAL, USUAL_LEAST_PART);
  }

  /** With these zones. */
  public BucketSettings(String region, Profile profile, Zones zones) {
    this(region, profile, USUAL_LIMIT, zones);
  }

  /** With these zones, and log objects delivered so. */
  public BucketSettings(String region, Profile profile, Zones zones, LogSettings logs) {
    this(region, profile, USUAL_LIMIT, zones, logs, USUAL_LEAST_PART);
  }

  /** The same with smaller parts, or larger ones. */
  public BucketSettings withLeastPart(long sizeBytes) {
    return new BucketSettings(region, profile, bucketLimit, zones, logs, sizeBytes);
  }

  /** The Region whose buckets have no location constraint, and that answers a repeat with 200. */
  boolean firstRegion() {
    return region.equals(FIRST_REGION);
  }
}
