package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.wire.s3.S3Error;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks versions up. Changes are in {@link VersionChanges}.
 *
 * <p>The current version is one read. An earlier one is found by its order, which is its id; the
 * null version through row {@code n}.
 */
public final class Versions {
  private static final int NULL_FORMAT = 1;

  private final KvStore kv;
  private final BucketKeys keys;

  public Versions(KvStore kv, BucketKeys keys) {
    this.kv = kv;
    this.keys = keys;
  }

  /** The newest version, which may be a delete marker. */
  public Optional<VersionRow> current(ObjectGroup at) {
    return Optional.ofNullable(seen(at).row());
  }

  /** A version by its id; the newest when none is named. */
  public Optional<VersionRow> find(ObjectGroup at, @Nullable VersionId id) {
    return id == null ? current(at) : standing(at, id).map(Standing::row);
  }

  /** A version and the row where it stands. */
  record Standing(VersionRow row, Bytes bytes, boolean current) {
    Bytes suffix() {
      return current ? Suffixes.CURRENT : Suffixes.earlier(row.order());
    }
  }

  /**
   * Where a version stands. It may move from one row to the other between the two reads, so its
   * absence is believed only when the current row is the same after them as before.
   */
  Optional<Standing> standing(ObjectGroup at, VersionId id) {
    Seen current = seen(at);
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Optional<Standing> found = asCurrent(current, id).or(() -> earlier(at, id));
      if (found.isPresent()) {
        return found;
      }
      Seen again = seen(at);
      if (java.util.Objects.equals(again.bytes(), current.bytes())) {
        return Optional.empty();
      }
      current = again;
    }
    throw S3Error.SlowDown.refusal();
  }

  private static Optional<Standing> asCurrent(Seen seen, VersionId id) {
    VersionRow row = seen.row();
    Bytes bytes = seen.bytes();
    return row == null || bytes == null || !row.id().equals(id)
        ? Optional.empty()
        : Optional.of(new Standing(row, bytes, true));
  }

  private Optional<Standing> earlier(ObjectGroup at, VersionId id) {
    Bytes order = id.order();
    Optional<Bytes> sought = order == null ? nullOrder(at) : Optional.of(order);
    return sought
        .flatMap(known -> row(at, Suffixes.earlier(known)))
        .map(bytes -> new Standing(VersionRow.decode(bytes), bytes, false))
        .filter(found -> found.row().id().equals(id));
  }

  /**
   * Authenticates a row's facts and opens its details.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when the row is not what was stored here
   */
  public VersionDetails open(ObjectGroup at, VersionRow row) {
    try (WrappingKey key = keys.metadata(at.bucket())) {
      return row.open(at, key);
    }
  }

  /** The newest version as it is now; one that has moved away is none. */
  Seen seen(ObjectGroup at) {
    return Moves.look(kv, Moves.Spot.of(at));
  }

  /** A row of the group as bytes. */
  Optional<Bytes> row(ObjectGroup at, Bytes suffix) {
    return kv.get(at.index(), at.row(suffix));
  }

  /** The newest of the earlier versions. */
  Seen newestEarlier(ObjectGroup at) {
    var rows = KvScan.group(kv, at.index(), at.row(Suffixes.EARLIER));
    if (!rows.hasNext()) {
      return Seen.NOTHING;
    }
    var first = rows.next();
    return isEarlier(first.key()) ? Seen.of(first.value()) : Seen.NOTHING;
  }

  private static boolean isEarlier(Key key) {
    return key.suffix().startsWith(Suffixes.EARLIER);
  }

  /** The order of the null version, while it is not the current one. */
  Optional<Bytes> nullOrder(ObjectGroup at) {
    return row(at, Suffixes.NULL_ORDER).map(Versions::decodeNullOrder);
  }

  static Bytes encodeNullOrder(Bytes order) {
    return new FieldWriter().u8(NULL_FORMAT).bytes(order).toBytes();
  }

  static Bytes decodeNullOrder(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, NULL_FORMAT);
    Bytes order = Stored.id16(in);
    in.requireEnd();
    return order;
  }
}
