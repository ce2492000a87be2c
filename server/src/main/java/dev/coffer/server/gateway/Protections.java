package dev.coffer.server.gateway;

import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.CorsRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.SseApplied;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What authorization must know of the store. */
public interface Protections {
  /**
   * What stands before a bucket.
   *
   * @throws dev.coffer.wire.s3.S3Exception NoSuchBucket
   */
  Protection of(String bucket);

  /** How the parts of an upload are encrypted; empty when there is no such upload. */
  Optional<SseApplied> upload(String bucket, String key, String uploadId);

  /** How an object is encrypted, the current version if none is named; empty when there is none. */
  Optional<SseApplied> object(String bucket, String key, @Nullable String versionId);

  /**
   * The tags of an object, of the current version if none is named; empty when there is no object.
   */
  Optional<Tags> tags(String bucket, String key, @Nullable String versionId);

  /**
   * What the sessions of a directory bucket depend on.
   *
   * @throws dev.coffer.wire.s3.S3Exception NoSuchBucket
   */
  DirectoryState directory(String bucket);

  /**
   * Of a directory bucket.
   *
   * @param id of this very bucket, 16 bytes
   * @param kmsKeyArn the key of its default encryption; null for SSE-S3
   */
  record DirectoryState(Bytes id, @Nullable String kmsKeyArn) {}

  /**
   * A bucket's rules for pages of other origins; empty when it has none.
   *
   * @throws dev.coffer.wire.s3.S3Exception NoSuchBucket
   */
  Optional<CorsRules> cors(String bucket);

  /** Whether what a bucket encrypts by default is under a key of the key service. */
  boolean kmsByDefault(String bucket);
}
