package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queues what nobody refers to any more, so that the sweep finds and removes it.
 *
 * <p>A removal is row {@code g} of the group, put by the very commit that drops the last reference.
 * Before that commit, or with it, a hint is written to index {@code hints}: group {@code q ‖ bucket
 * id ‖ object key}, suffix the removed thing's id, value u8 format and u64 milliseconds. A hint
 * without its row is litter, never a lie.
 */
public final class Removals {
  static final Index HINTS = new Index("hints");

  private static final int FORMAT = 1;
  private static final Bytes QUEUE = Bytes.utf8("q");
  private static final int PAGE = 256;

  private final KvStore kv;
  private final InstantSource clock;
  private final Runnable wake;

  /** The sweep is woken when something was queued. */
  public Removals(KvStore kv, InstantSource clock, Runnable wake) {
    this.kv = kv;
    this.clock = clock;
    this.wake = wake;
  }

  /** Where something waits for its removal. */
  record Hint(Bytes bucketId, String objectKey, Bytes id, Instant written) {}

  /** What removing a version leaves behind; nothing when its body is in the row. */
  static List<QueuedRow> of(VersionRow row) {
    ObjectFacts object = row.facts().object();
    return object == null
        ? List.of()
        : object.place().pieces(object.sizeBytes()).stream().map(Piece::removal).toList();
  }

  /** The same when another version takes its place, which may have some of it. */
  static List<QueuedRow> of(VersionRow row, VersionRow replacing) {
    List<Bytes> still = of(replacing).stream().map(QueuedRow::suffix).toList();
    return of(row).stream().filter(each -> !still.contains(each.suffix())).toList();
  }

  /** Adds the row to a commit, which must be committed here. */
  static void queue(QueuedRow removal, Commit.Builder commit) {
    commit.put(removal.suffix(), removal.encode());
  }

  /**
   * Commits what may have queued removals, their hints first, and settles it.
   *
   * @param token suffix of the row by which it is settled, see {@link Settle#commit}
   */
  Outcome settle(ObjectGroup at, Commit commit, Bytes token) {
    Commit hints = hints(at, commit);
    return woken(hints, Settle.commitAfter(kv, hints, commit, token));
  }

  /** The same for what must not take place twice, see {@link Settle#once}. */
  Outcome settleOnce(ObjectGroup at, Commit commit, Bytes token) {
    Commit hints = hints(at, commit);
    return woken(hints, Settle.once(kv, hints, commit, token));
  }

  /** Commits what may have queued removals, their hints first; once. */
  Outcome commit(ObjectGroup at, Commit commit) {
    Commit hints = hints(at, commit);
    return woken(hints, hints == null ? kv.commit(commit) : kv.commitAfter(hints, commit));
  }

  /** Nothing when the commit queues nothing. */
  private @Nullable Commit hints(ObjectGroup at, Commit commit) {
    List<Bytes> queued =
        commit.puts().keySet().stream().filter(row -> row.startsWith(Suffixes.QUEUED)).toList();
    if (queued.isEmpty()) {
      return null;
    }
    Bytes value = new FieldWriter().u8(FORMAT).u64(clock.millis()).toBytes();
    Commit.Builder hints = Commit.in(HINTS, QUEUE.concat(at.blobHint()));
    queued.forEach(row -> hints.put(row.slice(Suffixes.QUEUED.size(), row.size()), value));
    return hints.build();
  }

  private Outcome woken(@Nullable Commit hints, Outcome outcome) {
    if (hints != null && outcome instanceof Outcome.Done) {
      wake.run();
    }
    return outcome;
  }

  /** All hints of queued removals; a moving picture. */
  Iterator<Entry> hints() {
    return KvScan.entries(kv, HINTS, Key.startOf(QUEUE), PAGE);
  }

  static boolean beyond(Entry entry) {
    return !entry.key().group().startsWith(QUEUE);
  }

  static Hint decode(Entry entry) {
    Bytes group = entry.key().group();
    FieldReader in = new FieldReader(entry.value());
    Stored.requireFormat(in, FORMAT);
    Instant written = Stored.instant(in);
    in.requireEnd();
    Stored.require(group.size() > 17, "a hint's group is too short");
    String objectKey = group.slice(17, group.size()).toUtf8();
    return new Hint(group.slice(1, 17), objectKey, entry.key().suffix(), written);
  }

  /** Forgets a hint, unless somebody has written it anew since: that one announces a commit. */
  static Commit forgetting(Entry hint) {
    Bytes suffix = hint.key().suffix();
    return Commit.in(HINTS, hint.key().group())
        .expectEqual(suffix, hint.value())
        .delete(suffix)
        .build();
  }
}
