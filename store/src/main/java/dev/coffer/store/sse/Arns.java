package dev.coffer.store.sse;

import dev.coffer.store.bucket.Bucket;

/** The names of buckets and objects in encryption contexts and refusals. */
final class Arns {
  private Arns() {}

  static String of(Bucket bucket) {
    return "arn:aws:s3:::" + bucket.name();
  }

  static String of(Bucket bucket, String objectKey) {
    return of(bucket) + "/" + objectKey;
  }
}
