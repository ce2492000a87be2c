package dev.coffer.server.gateway;

import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.CorsRules;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.SseApplied;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands before the buckets of a store. */
public final class StoreProtections implements Protections {
  private final Store store;

  public StoreProtections(Store store) {
    this.store = store;
  }

  @Override
  public Protection of(String name) {
    Bucket bucket = store.buckets().require(name);
    List<NamedPolicy> policies = store.policies().find(bucket).stream().toList();
    return new Protection(name, bucket.owner(), policies, store.policies().restricted(bucket));
  }

  @Override
  public Optional<SseApplied> upload(String bucket, String key, String uploadId) {
    return store.uploads().encryption(bucket, key, uploadId);
  }

  @Override
  public Optional<SseApplied> object(String bucket, String key, @Nullable String versionId) {
    return store.objects().encryption(bucket, key, versionId);
  }

  @Override
  public Optional<Tags> tags(String bucket, String key, @Nullable String versionId) {
    return store.objectTags().find(bucket, key, versionId);
  }

  @Override
  public DirectoryState directory(String name) {
    Bucket bucket = store.buckets().require(name);
    return new DirectoryState(bucket.id(), bucket.directoryKeyArn());
  }

  @Override
  public Optional<CorsRules> cors(String bucket) {
    return store.cors().find(bucket);
  }

  @Override
  public boolean kmsByDefault(String bucket) {
    return switch (store.buckets().require(bucket).encryption().byDefault()) {
      case DefaultEncryption.SseS3 _ -> false;
      case DefaultEncryption.SseKms _, DefaultEncryption.DsseKms _ -> true;
    };
  }
}
