package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;

/**
 * Where a rename may have broken off, for the sweep to find: index {@code hints}, group {@code v ‖
 * bucket id ‖ source key}, suffix the rename's token; value u8 format, u64 milliseconds, text
 * destination. Written before the first commit of a rename, removed after its last; a hint without
 * its rename is litter, never a lie.
 */
final class RenameHints {
  private static final int FORMAT = 1;
  private static final Bytes GROUP = Bytes.utf8("v");
  private static final int PAGE = 256;

  private final KvStore kv;
  private final InstantSource clock;

  RenameHints(KvStore kv, InstantSource clock) {
    this.kv = kv;
    this.clock = clock;
  }

  /** One rename that was announced. */
  record Hint(Bytes bucketId, String source, Moving moving, Instant written) {
    Moves.Spot from() {
      return new Moves.Spot(Bucket.indexOf(bucketId), source);
    }
  }

  void announce(ObjectGroup from, Moving moving) {
    Bytes value =
        new FieldWriter().u8(FORMAT).u64(clock.millis()).string(moving.destination()).toBytes();
    Bytes group = GROUP.concat(from.blobHint());
    Hints.store(kv, Commit.in(Removals.HINTS, group).put(moving.token(), value).build());
  }

  void forget(ObjectGroup from, Moving moving) {
    Bytes group = GROUP.concat(from.blobHint());
    Hints.store(kv, Commit.in(Removals.HINTS, group).delete(moving.token()).build());
  }

  void forget(Entry hint) {
    Hints.store(
        kv, Commit.in(Removals.HINTS, hint.key().group()).delete(hint.key().suffix()).build());
  }

  /** All of them; a moving picture. */
  Iterator<Entry> all() {
    return KvScan.entries(kv, Removals.HINTS, Key.startOf(GROUP), PAGE);
  }

  static boolean beyond(Entry entry) {
    return !entry.key().group().startsWith(GROUP);
  }

  static Hint decode(Entry entry) {
    Bytes group = entry.key().group();
    Stored.require(group.size() > 1 + Bucket.ID_BYTES, "a hint's group is too short");
    FieldReader in = new FieldReader(entry.value());
    Stored.requireFormat(in, FORMAT);
    Instant written = Stored.instant(in);
    var moving = new Moving(in.string(), Suffixes.require16(entry.key().suffix()));
    in.requireEnd();
    String source = group.slice(1 + Bucket.ID_BYTES, group.size()).toUtf8();
    return new Hint(group.slice(1, 1 + Bucket.ID_BYTES), source, moving, written);
  }
}
