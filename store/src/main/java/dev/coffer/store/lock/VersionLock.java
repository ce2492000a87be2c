package dev.coffer.store.lock;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds a version: a period, a legal hold, both or neither.
 *
 * <p>Shape in a row: nullable period (u8 mode, u64 milliseconds), nullable flag. Source:
 * docs/formats/metadata-v1.md.
 *
 * @param held null when nobody ever said anything about a legal hold
 */
public record VersionLock(@Nullable Period period, @Nullable Boolean held) {
  public static final VersionLock NONE = new VersionLock(null, null);

  /** Whether anything was ever said. */
  public boolean said() {
    return !equals(NONE);
  }

  /**
   * Whether the version must stay as it is.
   *
   * @param bypass whether governance is bypassed; a legal hold never is
   */
  public boolean binds(Instant now, boolean bypass) {
    if (Boolean.TRUE.equals(held)) {
      return true;
    }
    return period != null && period.binds(now) && !(bypass && period.mode() == LockMode.GOVERNANCE);
  }

  public void write(FieldWriter out) {
    out.nullable(period, (to, kept) -> to.u8(kept.mode().code()).u64(kept.until().toEpochMilli()))
        .nullable(held, FieldWriter::flag);
  }

  public static VersionLock read(FieldReader in) {
    return new VersionLock(
        in.nullable(from -> new Period(LockMode.of(from.u8()), Instant.ofEpochMilli(from.u64()))),
        in.nullable(FieldReader::flag));
  }
}
