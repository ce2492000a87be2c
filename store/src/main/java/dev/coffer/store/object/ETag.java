package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.SseApplied;

/**
 * An entity tag: the MD5 of the plaintext (under SSE-S3), random bytes (under every other type, and
 * in directory buckets), or the MD5 of the parts' tags and their number. Source: spec/encryption.md
 * §2.4.
 *
 * @param parts 0 for an object that did not come in parts
 */
public record ETag(Bytes digest, int parts) {
  private static final int MD5_BYTES = 16;

  public ETag {
    if (digest.size() != MD5_BYTES || parts < 0) {
      throw new IllegalArgumentException("an ETag has 16 bytes and no negative number");
    }
  }

  /** Of a body that was read to its end. */
  static ETag of(Bucket bucket, Content content, SseApplied applied, Entropy entropy) {
    return ofDigest(bucket, applied) ? new ETag(content.md5(), 0) : random(0, entropy);
  }

  /** Whether it is an MD5; never in a directory bucket (R160). */
  static boolean ofDigest(Bucket bucket, SseApplied applied) {
    return applied.sseS3() && !bucket.directory();
  }

  /** One that says nothing. */
  static ETag random(int parts, Entropy entropy) {
    return new ETag(Bytes.copyOf(entropy.bytes(MD5_BYTES)), parts);
  }

  /** As clients see it, in its quotes. */
  public String text() {
    return '"' + bare() + '"';
  }

  /** Without quotes. */
  String bare() {
    return digest.toHex() + (parts == 0 ? "" : "-" + parts);
  }

  /** Whether a condition's value, quoted or bare, names this tag or is {@code *}. */
  public boolean matches(String condition) {
    String value = condition.strip();
    return value.equals("*") || value.equals(text()) || value.equals(bare());
  }

  /** Whether one of a comma-separated list names this tag; a weak mark is overlooked. */
  public boolean matchesAny(String conditions) {
    for (String condition : conditions.split(",", -1)) {
      String value = condition.strip();
      if (matches(value.startsWith("W/") ? value.substring(2) : value)) {
        return true;
      }
    }
    return false;
  }

  void write(FieldWriter out) {
    out.bytes(digest).u16(parts);
  }

  static ETag read(FieldReader in) {
    return new ETag(Stored.sized(in, MD5_BYTES), in.u16());
  }
}
