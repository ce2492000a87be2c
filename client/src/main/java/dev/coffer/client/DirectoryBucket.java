package dev.coffer.client;

import dev.coffer.wire.s3.DirectoryBucketName;

/**
 * A directory bucket (S3 Express One Zone), which takes other configurations than other buckets.
 *
 * @param name {@code BASE--ZONE--x-s3}
 */
public record DirectoryBucket(String name) {
  /** Refuses with {@link IllegalArgumentException} what no directory bucket can be called. */
  public DirectoryBucket {
    if (DirectoryBucketName.find(name).isEmpty()) {
      throw new IllegalArgumentException("a directory bucket is called BASE--ZONE--x-s3");
    }
  }
}
