package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes and unwraps the keys of buckets.
 *
 * <p>Each is 32 random bytes, wrapped under the root key for its purpose and bucket id. What is
 * handed out is open until the caller closes it; nothing is kept.
 */
public final class BucketKeys {
  private static final int KEY_BYTES = 32;
  private static final String METADATA = "bucket-metadata";
  private static final String SSE_S3 = "sse-s3";

  private final StoreRootKey root;
  private final Entropy entropy;

  public BucketKeys(StoreRootKey root, Entropy entropy) {
    this.root = root;
    this.entropy = entropy;
  }

  /** The key that seals the bucket's rows; the caller closes it. */
  public WrappingKey metadata(Bucket bucket) {
    return open(METADATA, bucket.wrappedMetadataKey(), binding(bucket.id(), 0));
  }

  /** The key that wraps data keys of SSE-S3; the caller closes it. */
  public WrappingKey sseS3(Bucket bucket, int generation) {
    if (generation < 1 || generation > bucket.newestGeneration()) {
      throw new Corrupt("an envelope names a key generation that the bucket has not")
          .with("generation", generation);
    }
    Bytes wrapped = bucket.wrappedSseS3Keys().get(generation - 1);
    return open(SSE_S3, wrapped, binding(bucket.id(), generation));
  }

  /** The 16 bytes that name this installation; every envelope is bound to them. */
  public Bytes installationId() {
    return Bytes.copyOf(root.installationId().toArray());
  }

  Bytes newMetadataKey(Bytes bucketId) {
    return make(METADATA, binding(bucketId, 0));
  }

  Bytes newSseS3Key(Bytes bucketId, int generation) {
    return make(SSE_S3, binding(bucketId, generation));
  }

  /** The bucket with its keys wrapped anew; empty when the newest root key has wrapped them. */
  Optional<Bucket> rewrap(Bucket bucket) {
    Bytes metadata = rewrap(METADATA, bucket.wrappedMetadataKey(), binding(bucket.id(), 0));
    List<Bytes> sseS3 = new ArrayList<>();
    for (int generation = 1; generation <= bucket.newestGeneration(); generation++) {
      Bytes wrapped = bucket.wrappedSseS3Keys().get(generation - 1);
      sseS3.add(rewrap(SSE_S3, wrapped, binding(bucket.id(), generation)));
    }
    Bucket anew = bucket.withWrappedKeys(metadata, sseS3);
    return anew.equals(bucket) ? Optional.empty() : Optional.of(anew);
  }

  private Bytes rewrap(String purpose, Bytes wrapped, byte[] binding) {
    return root.rewrap(purpose, wrapped.toByteArray(), binding, entropy)
        .map(Bytes::copyOf)
        .orElse(wrapped);
  }

  private Bytes make(String purpose, byte[] binding) {
    try (Secret key = Secret.random(entropy, KEY_BYTES)) {
      return Bytes.copyOf(root.wrap(purpose, key, binding, entropy));
    }
  }

  private WrappingKey open(String purpose, Bytes wrapped, byte[] binding) {
    return new WrappingKey(root.unwrap(purpose, wrapped.toByteArray(), binding));
  }

  private static byte[] binding(Bytes bucketId, int generation) {
    return new FieldWriter().bytes(bucketId).u32(generation).toBytes().toByteArray();
  }
}
