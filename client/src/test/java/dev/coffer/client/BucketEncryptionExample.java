package dev.coffer.client;

import dev.coffer.client.DefaultEncryption.DsseKms;
import dev.coffer.client.DefaultEncryption.SseKms;
import dev.coffer.client.DefaultEncryption.SseS3;
import dev.coffer.client.ServerSideEncryptionConfiguration.BlockedOnly;
import dev.coffer.client.ServerSideEncryptionConfiguration.DefaultWithBlocked;
import java.net.URI;

/**
 * Sets, reads and resets the default encryption of a bucket: {@code java BucketEncryptionExample
 * http://127.0.0.1:9000 ACCESS_KEY_ID SECRET_ACCESS_KEY BUCKET}.
 */
final class BucketEncryptionExample {
  private BucketEncryptionExample() {}

  static void main(String[] args) {
    try (var client =
        CofferClient.builder(URI.create(args[0]))
            .credentials(Credentials.of(args[1], args[2]))
            .build()) {
      System.out.println(run(client.sync(), args[3]));
    } catch (NoSuchBucketException missing) {
      System.err.println("create the bucket first: " + missing.getMessage());
    }
  }

  static String run(SyncClient s3, String bucket) {
    s3.putBucketEncryption(
        bucket,
        ServerSideEncryptionConfiguration.sseKms("alias/reports")
            .withBucketKey()
            .blocking(EncryptionType.SSE_C));

    String sentence = sentence(s3.getBucketEncryption(bucket, null).recognized());

    s3.deleteBucketEncryption(bucket, null);
    return sentence;
  }

  private static String sentence(ServerSideEncryptionConfiguration configuration) {
    return switch (configuration) {
      case SseS3() -> "keys of the store";
      case SseKms(var key, var bucketKey) -> "KMS key " + key + (bucketKey ? ", bucket key" : "");
      case DsseKms(var key) -> "two layers, KMS key " + key;
      case BlockedOnly(var blocked) -> "refuses " + blocked;
      case DefaultWithBlocked(var encryption, var blocked) ->
          sentence(encryption) + "; refuses " + blocked;
      case StoredEncryption unknown -> "something newer: " + unknown.rules();
    };
  }
}
