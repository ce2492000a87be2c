package dev.coffer.store.bucket;

import org.jspecify.annotations.Nullable;

/** What kind a bucket is of; fixed at its creation, the key of a directory bucket aside. */
public sealed interface BucketKind {
  /** Every bucket that is no directory bucket. */
  BucketKind GENERAL_PURPOSE = new GeneralPurpose();

  /** A general purpose bucket. */
  record GeneralPurpose() implements BucketKind {}

  /**
   * A directory bucket.
   *
   * @param zone the id of its zone, as in its name
   * @param lifelongKey ARN of the one KMS key that the bucket can ever have; null until a default
   *     names one
   */
  record Directory(String zone, ZoneType zoneType, @Nullable String lifelongKey)
      implements BucketKind {
    Directory withKey(String keyArn) {
      return new Directory(zone, zoneType, keyArn);
    }
  }
}
