package dev.coffer.store.object;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.S3Error;

/**
 * One object key of one bucket: the group that its rows share and that one commit can change.
 *
 * <p>Refuses keys of more than {@value #MAX_KEY_BYTES} bytes of UTF-8 (KeyTooLongError).
 */
public record ObjectGroup(Bucket bucket, String key) {
  public static final int MAX_KEY_BYTES = 1024;

  public ObjectGroup {
    int sizeBytes = Bytes.utf8(key).size();
    if (sizeBytes > MAX_KEY_BYTES) {
      throw S3Error.KeyTooLongError.with("Size", String.valueOf(sizeBytes))
          .with("MaxSizeAllowed", String.valueOf(MAX_KEY_BYTES));
    }
  }

  public Index index() {
    return bucket.index();
  }

  public Bytes group() {
    return Bytes.utf8(key);
  }

  public Key row(Bytes suffix) {
    return new Key(group(), suffix);
  }

  public Commit.Builder commit() {
    return Commit.in(index(), group());
  }

  /** Begins what a sealed row of this group is bound to: label, bucket id, object key. */
  Aad aad(String label) {
    return Aad.of(label).add(bucket.id().toByteArray()).add(key);
  }

  /** What a blob remembers of where it will be committed: bucket id and object key. */
  Bytes blobHint() {
    return bucket.id().concat(group());
  }
}
