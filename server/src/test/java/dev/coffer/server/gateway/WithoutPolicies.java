package dev.coffer.server.gateway;

import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.CorsRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.SseApplied;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Buckets that have owners and no policies. */
record WithoutPolicies(Function<String, Account> owners) implements Protections {
  @Override
  public DirectoryState directory(String bucket) {
    return new DirectoryState(Bytes.copyOf(new byte[16]), null);
  }

  @Override
  public Protection of(String bucket) {
    return new Protection(bucket, owners.apply(bucket), List.of(), false);
  }

  @Override
  public Optional<SseApplied> upload(String bucket, String key, String uploadId) {
    return Optional.empty();
  }

  @Override
  public Optional<SseApplied> object(String bucket, String key, @Nullable String versionId) {
    return Optional.empty();
  }

  @Override
  public Optional<Tags> tags(String bucket, String key, @Nullable String versionId) {
    return Optional.empty();
  }

  @Override
  public Optional<CorsRules> cors(String bucket) {
    return Optional.empty();
  }

  @Override
  public boolean kmsByDefault(String bucket) {
    return false;
  }
}
