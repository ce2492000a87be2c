package dev.coffer.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads and sets the default encryption of buckets. Asynchronous; {@link #sync} is the blocking
 * twin.
 *
 * <pre>{@code
 * try (var client =
 *     CofferClient.builder(URI.create("http://127.0.0.1:9000"))
 *         .credentials(Credentials.of(accessKeyId, secretAccessKey))
 *         .build()) {
 *   client
 *       .putBucketEncryption(
 *           "reports",
 *           ServerSideEncryptionConfiguration.sseKms("arn:aws:kms:…")
 *               .withBucketKey()
 *               .blocking(EncryptionType.SSE_C),
 *           null, null, null)
 *       .join();
 * }
 * }</pre>
 *
 * <p>The example runs as {@code BucketEncryptionExample} among the tests.
 *
 * <p>Life: safe for use by several threads; make one and keep it. {@link #close} ends the calls
 * that are under way. Cancelling a returned future cancels the exchange and the attempts that would
 * follow; whether the server has made the change is then unknown.
 *
 * <p>Errors: arguments that cannot be sent (an empty bucket name, line breaks in a header) throw
 * {@link IllegalArgumentException} from the method itself, before any input or output. Futures fail
 * with a {@link CofferException}: {@link S3ServiceException} and its types when the server said so,
 * {@link CofferClientException} when no usable answer came. What may be repeated is repeated as the
 * {@link RetryPolicy} says.
 *
 * <p>Source: Amazon S3 API Reference, PutBucketEncryption, GetBucketEncryption,
 * DeleteBucketEncryption.
 */
public final class CofferClient implements AutoCloseable {
  private final Endpoint endpoint;
  private final Calls calls;
  private final @Nullable HttpClient owned;
  private volatile boolean closed;

  CofferClient(Endpoint endpoint, Calls calls, @Nullable HttpClient owned) {
    this.endpoint = endpoint;
    this.calls = calls;
    this.owned = owned;
  }

  /**
   * Begins a client.
   *
   * @param endpoint {@code http(s)://host[:port]}
   */
  public static CofferClientBuilder builder(URI endpoint) {
    return new CofferClientBuilder(endpoint);
  }

  /**
   * Sets a bucket's default encryption, the types that it blocks, or both.
   *
   * <p>Sends {@code PUT /bucket?encryption}. Without digest and checksum algorithm the body carries
   * a CRC32, since the operation requires an integrity header.
   *
   * @param bucket travels as one percent-encoded path segment, whatever characters it has
   * @param checksumAlgorithm sends {@code x-amz-sdk-checksum-algorithm} and the checksum that it
   *     names
   * @param contentMd5 sent as given; the server judges it ({@link InvalidDigestException}, {@link
   *     BadDigestException})
   * @param expectedBucketOwner account id; the server refuses when the bucket has another owner
   *     ({@link AccessDeniedException})
   */
  public CompletableFuture<Void> putBucketEncryption(
      String bucket,
      ServerSideEncryptionConfiguration configuration,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      @Nullable String contentMd5,
      @Nullable String expectedBucketOwner) {
    requireOpen();
    var integrity = new Integrity(checksumAlgorithm, contentMd5);
    var request = Requests.about(endpoint, bucket, expectedBucketOwner);
    return calls.start(request.put(configuration, integrity), Answers::done);
  }

  /**
   * Returns a bucket's configuration as the server stored it; {@link StoredEncryption#recognized}
   * reads it.
   *
   * @param expectedBucketOwner account id; the server refuses when the bucket has another owner
   */
  public CompletableFuture<StoredEncryption> getBucketEncryption(
      String bucket, @Nullable String expectedBucketOwner) {
    requireOpen();
    var request = Requests.about(endpoint, bucket, expectedBucketOwner);
    return calls.start(request.get(), Answers::configuration);
  }

  /**
   * Resets a bucket's default encryption to SSE-S3; succeeds also when there is nothing to reset.
   *
   * @param expectedBucketOwner account id; the server refuses when the bucket has another owner
   */
  public CompletableFuture<Void> deleteBucketEncryption(
      String bucket, @Nullable String expectedBucketOwner) {
    requireOpen();
    var request = Requests.about(endpoint, bucket, expectedBucketOwner);
    return calls.start(request.delete(), Answers::done);
  }

  /**
   * Sets the default encryption of a directory bucket. There is no digest and no expected owner to
   * give: those buckets know neither.
   *
   * @param checksumAlgorithm as for other buckets
   */
  public CompletableFuture<Void> putBucketEncryption(
      DirectoryBucket bucket,
      DirectoryEncryption configuration,
      @Nullable ChecksumAlgorithm checksumAlgorithm) {
    requireOpen();
    var integrity = new Integrity(checksumAlgorithm, null);
    return calls.start(
        Requests.about(endpoint, bucket).put(configuration, integrity), Answers::done);
  }

  /**
   * Returns the configuration of a directory bucket as the server stored it; {@link
   * StoredEncryption#findDirectoryEncryption} reads it.
   */
  public CompletableFuture<StoredEncryption> getBucketEncryption(DirectoryBucket bucket) {
    requireOpen();
    return calls.start(Requests.about(endpoint, bucket).get(), Answers::configuration);
  }

  /** Resets the default of a directory bucket to SSE-S3; the key of its life stays its only one. */
  public CompletableFuture<Void> deleteBucketEncryption(DirectoryBucket bucket) {
    requireOpen();
    return calls.start(Requests.about(endpoint, bucket).delete(), Answers::done);
  }

  /** The same operations, blocking; shares this client's connections and life. */
  public SyncClient sync() {
    return new SyncClient(this);
  }

  /** Ends the calls under way ({@code CLOSED}) and the HTTP client, unless that was given. */
  @Override
  public void close() {
    closed = true;
    calls.close();
    if (owned != null) {
      owned.shutdownNow();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }
}
