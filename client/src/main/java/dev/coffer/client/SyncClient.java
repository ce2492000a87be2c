package dev.coffer.client;

import dev.coffer.client.CofferClientException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link CofferClient}, blocking. They throw what the futures fail with.
 *
 * <p>An interrupt cancels the exchange; the call throws {@link CofferClientException} and the
 * thread stays interrupted. A cheap view: it needs no closing.
 */
public final class SyncClient {
  private final CofferClient client;

  SyncClient(CofferClient client) {
    this.client = client;
  }

  /**
   * As {@link CofferClient#putBucketEncryption(String, ServerSideEncryptionConfiguration,
   * ChecksumAlgorithm, String, String)}.
   */
  public void putBucketEncryption(
      String bucket,
      ServerSideEncryptionConfiguration configuration,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      @Nullable String contentMd5,
      @Nullable String expectedBucketOwner) {
    await(
        client.putBucketEncryption(
            bucket, configuration, checksumAlgorithm, contentMd5, expectedBucketOwner));
  }

  /** The same with nothing optional. */
  public void putBucketEncryption(String bucket, ServerSideEncryptionConfiguration configuration) {
    putBucketEncryption(bucket, configuration, null, null, null);
  }

  /** As {@link CofferClient#getBucketEncryption(String, String)}. */
  public StoredEncryption getBucketEncryption(String bucket, @Nullable String expectedBucketOwner) {
    return await(client.getBucketEncryption(bucket, expectedBucketOwner));
  }

  /** As {@link CofferClient#deleteBucketEncryption(String, String)}. */
  public void deleteBucketEncryption(String bucket, @Nullable String expectedBucketOwner) {
    await(client.deleteBucketEncryption(bucket, expectedBucketOwner));
  }

  /**
   * As {@link CofferClient#putBucketEncryption(DirectoryBucket, DirectoryEncryption,
   * ChecksumAlgorithm)} with nothing optional.
   */
  public void putBucketEncryption(DirectoryBucket bucket, DirectoryEncryption configuration) {
    await(client.putBucketEncryption(bucket, configuration, null));
  }

  /** As {@link CofferClient#getBucketEncryption(DirectoryBucket)}. */
  public StoredEncryption getBucketEncryption(DirectoryBucket bucket) {
    return await(client.getBucketEncryption(bucket));
  }

  /** As {@link CofferClient#deleteBucketEncryption(DirectoryBucket)}. */
  public void deleteBucketEncryption(DirectoryBucket bucket) {
    await(client.deleteBucketEncryption(bucket));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new CofferClientException(Reason.INTERRUPTED, "interrupted", interrupted);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case CofferException refused -> throw refused;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException("the call failed", failed);
      }
    }
  }
}
