package dev.coffer.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Moves objects of a bucket from one encryption to another, each once: in place, or by copying each
 * onto itself.
 */
final class RekeyWork implements Work {
  private final String bucket;
  private final String keyArn;
  private final int clients;
  private final boolean copies;

  RekeyWork(String bucket, String keyArn, int clients, boolean copies) {
    this.bucket = bucket;
    this.keyArn = keyArn;
    this.clients = clients;
    this.copies = copies;
  }

  static String target(String bucket, int object) {
    return "/" + bucket + "/rekey-" + object;
  }

  @Override
  public Task begin(Connection connection, int client) {
    return number -> connection.exchange(next(number * clients + client));
  }

  private Ask next(int object) {
    String target = target(bucket, object);
    return copies ? copy(target) : update(target, keyArn, true);
  }

  private Ask copy(String target) {
    var headers =
        Map.of(
            "x-amz-copy-source",
            target,
            "x-amz-server-side-encryption",
            "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id",
            keyArn,
            "x-amz-server-side-encryption-bucket-key-enabled",
            "true");
    return Ask.of("PUT", target, headers);
  }

  /** Puts an object under a key, through a Bucket Key or not. */
  static Ask update(String target, String keyArn, boolean bucketKey) {
    byte[] body =
        ("<ObjectEncryption xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><SSE-KMS><KMSKeyArn>"
                + keyArn
                + "</KMSKeyArn><BucketKeyEnabled>"
                + bucketKey
                + "</BucketKeyEnabled></SSE-KMS></ObjectEncryption>")
            .getBytes(StandardCharsets.UTF_8);
    return new Ask("PUT", target + "?encryption", Map.of(), body);
  }
}
