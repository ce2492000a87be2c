package dev.coffer.conformance;

import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Makes buckets that no other test has, and the moves that most tests need. */
record Buckets(S3Client s3) {
  static String freshName() {
    return "t-" + UUID.randomUUID();
  }

  String fresh() {
    String name = freshName();
    s3.createBucket(create -> create.bucket(name));
    return name;
  }

  String versioned() {
    String name = fresh();
    versioning(name, BucketVersioningStatus.ENABLED);
    return name;
  }

  void versioning(String bucket, BucketVersioningStatus status) {
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(to -> to.status(status)));
  }

  PutObjectResponse put(String bucket, String key, byte[] body) {
    return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(body));
  }

  PutObjectResponse put(String bucket, String key, String body) {
    return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(body));
  }

  byte[] body(String bucket, String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
  }

  String text(String bucket, String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }
}
