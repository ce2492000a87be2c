package dev.coffer.store.sse;

import dev.coffer.store.bucket.Bucket;

/**
 * The names of buckets and objects in encryption contexts: those of directory buckets say the
 * Region and the account (R180).
 *
 * @param region of the store
 */
record Arns(String region) {
  String of(Bucket bucket) {
    return bucket.arn(region);
  }

  String of(Bucket bucket, String objectKey) {
    return of(bucket) + "/" + objectKey;
  }
}
