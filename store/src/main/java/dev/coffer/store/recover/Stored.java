package dev.coffer.store.recover;

import dev.coffer.store.object.Description;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** What was found at a place of a bucket. */
public sealed interface Stored {
  /** A version's bucket, object key and id, and whether it is the newest of its key. */
  record Name(String bucket, String key, String versionId, boolean latest) {}

  /**
   * An object.
   *
   * @param eTag as clients see it
   * @param encryption {@code SSE-S3}, {@code SSE-KMS}, {@code SSE-KMS with a Bucket Key}, {@code
   *     DSSE-KMS}, {@code SSE-C}
   * @param needs which keys open it, as one names them to a person
   */
  record Version(
      Name name,
      long sizeBytes,
      Instant lastModified,
      String eTag,
      String encryption,
      String needs,
      Description description,
      Content content)
      implements Stored {}

  /** A delete marker. */
  record Marker(Name name, Instant lastModified) implements Stored {}

  /**
   * A row that cannot be read.
   *
   * @param key empty when the bucket itself cannot be read
   */
  record Damaged(String bucket, String key, String what) implements Stored {}

  /** An object's plaintext. */
  interface Content {
    /**
     * Writes all of it. When this throws, what was written is not the object.
     *
     * @throws CannotOpen when a key is missing or the object is damaged
     * @throws IOException when writing fails
     */
    void copyTo(OutputStream out) throws IOException;

    /**
     * Looks whether all of it is there, without the keys.
     *
     * @throws CannotOpen when some of it is missing, or has another length
     */
    void requireThere() throws IOException;
  }
}
