package dev.coffer.store.lock;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket with Object Lock has; one without has none of this.
 *
 * <p>Shape in a row: nullable {@link DefaultRetention}.
 *
 * @param byDefault null when new versions are kept only if their writer says so
 */
public record BucketLock(@Nullable DefaultRetention byDefault) {
  /** On, without a default. */
  public static final BucketLock ON = new BucketLock(null);

  public Bytes encode() {
    return new FieldWriter().nullable(byDefault, (to, kept) -> kept.write(to)).toBytes();
  }

  public static BucketLock decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    var lock = new BucketLock(in.nullable(DefaultRetention::read));
    in.requireEnd();
    return lock;
  }
}
