package dev.coffer.store.sse;

import dev.coffer.store.bucket.Bucket;

/**
 * What a data key is made or opened for, and so whether a bucket key that is kept may serve.
 *
 * <p>Whatever copies objects, requests and jobs alike, takes {@link #ofCopy} for both ends. Source:
 * spec/encryption.md R173; docs/decisions/0036.
 */
public enum Purpose {
  /** To write or read one object. */
  ITSELF,
  /** To copy between general purpose buckets. */
  COPY,
  /** To copy from or to a directory bucket: the key service is called for each copy. */
  DIRECTORY_COPY;

  /** The purpose of both keys of a copy. */
  public static Purpose ofCopy(Bucket source, Bucket destination) {
    return source.directory() || destination.directory() ? DIRECTORY_COPY : COPY;
  }

  /** Whether a bucket key that is kept may be used, and a new one be kept. */
  boolean keepsBucketKeys() {
    return this != DIRECTORY_COPY;
  }

  /** Whether something is copied. */
  boolean copies() {
    return this != ITSELF;
  }
}
