package dev.coffer.store.simulation;

/** What kind of bucket one run has. */
enum Kind {
  PLAIN("first-bucket", false),
  VERSIONED("first-bucket", true),
  /** Object Lock is enabled, which needs versions. */
  LOCKED("first-bucket", true),
  /** Versioning is enabled and suspended all the time. */
  SWITCHED("first-bucket", true),
  DIRECTORY("first--use1-az4--x-s3", false);

  private final String bucket;
  private final boolean versioned;

  Kind(String bucket, boolean versioned) {
    this.bucket = bucket;
    this.versioned = versioned;
  }

  String bucket() {
    return bucket;
  }

  /** Whether what is written may leave what was there. */
  boolean versioned() {
    return versioned;
  }

  /** Whether objects can be renamed. */
  boolean renames() {
    return this == DIRECTORY;
  }
}
