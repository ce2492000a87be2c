package dev.coffer.store.bucket;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the pass over all buckets has come, so that one that broke off is taken up: index {@code
 * system}, group {@code lifecycle}, suffix {@code r}. It decides nothing: whoever changes it makes
 * a pass begin anew, or skip until the next one.
 *
 * <p>Shape: u8 format, u64 milliseconds of the pass's beginning, nullable text bucket, nullable
 * bytes object key from which to go on in it. Source: docs/formats/metadata-v1.md §4.
 */
public final class LifecycleProgress {
  static final int FORMAT = 1;

  private static final Bytes GROUP = Bytes.utf8("lifecycle");
  private static final Bytes ROW = Bytes.utf8("r");

  private final KvStore kv;

  LifecycleProgress(KvStore kv) {
    this.kv = kv;
  }

  /**
   * Where a pass is.
   *
   * @param begun when it began; a pass that is over has no bucket
   * @param bucket being looked at
   * @param objectKey from which to go on; null for the beginning
   */
  public record At(Instant begun, @Nullable String bucket, @Nullable Bytes objectKey) {
    /** Before the first pass. */
    public static final At NEVER = new At(Instant.EPOCH, null, null);
  }

  /** Where the last pass is, or ended. */
  public At find() {
    return kv.get(SystemKeys.INDEX, new Key(GROUP, ROW))
        .map(LifecycleProgress::decode)
        .orElse(At.NEVER);
  }

  /** Nothing is expected: there is one job. */
  public void put(At at) {
    Commit commit = Commit.in(SystemKeys.INDEX, GROUP).put(ROW, encode(at)).build();
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("the progress of expiration could not be stored");
    }
  }

  static Bytes encode(At at) {
    return new FieldWriter()
        .u8(FORMAT)
        .u64(at.begun().toEpochMilli())
        .nullableString(at.bucket())
        .nullableBytes(at.objectKey())
        .toBytes();
  }

  static At decode(Bytes row) {
    FieldReader in = new FieldReader(row);
    if (in.u8() != FORMAT) {
      throw new Corrupt("the progress of expiration is of an unknown format");
    }
    var at = new At(Instant.ofEpochMilli(in.u64()), in.nullableString(), in.nullableBytes());
    in.requireEnd();
    return at;
  }
}
