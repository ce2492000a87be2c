package dev.coffer.store.object;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.LifecycleClock.Times;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lifecycle.Rank;
import dev.coffer.store.lifecycle.Seen;
import dev.coffer.store.object.Expired.Deed;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a bucket's rules say, a bounded stretch of keys at a time.
 *
 * <p>Each removal is a commit of its own, by the same way as a client's: it expects what it was
 * judged by, leaves what is locked, and is counted. So a stretch may be repeated, and run while
 * clients write. What is held in memory does not grow with a bucket, nor with the versions of a
 * key. A row that is not what was stored is left with an alarm.
 */
public final class Expirations {
  private static final Logger LOG = LoggerFactory.getLogger(Expirations.class);
  private static final Key FIRST = Key.startOf(Bytes.of((byte) 0));
  private static final int PAGE = 512;

  private final KvStore kv;
  private final Buckets buckets;
  private final Versions versions;
  private final VersionChanges changes;
  private final VersionRemoval removal;
  private final LockGuard locks;
  private final UploadRows uploads;
  private final int rows;

  Expirations(
      KvStore kv,
      Buckets buckets,
      Versions versions,
      VersionChanges changes,
      VersionRemoval removal,
      LockGuard locks,
      UploadRows uploads,
      int rows) {
    this.kv = kv;
    this.buckets = buckets;
    this.versions = versions;
    this.changes = changes;
    this.removal = removal;
    this.locks = locks;
    this.uploads = uploads;
    this.rows = rows;
  }

  /**
   * What was done.
   *
   * @param next the object key from which to go on; null at the end of the bucket
   * @param removed versions and markers that are gone, uploads that were aborted, and objects that
   *     are hidden by a marker now
   * @param locked what was due and is locked
   * @param unreadable rows that are not what was stored
   */
  public record Stretch(@Nullable Bytes next, long removed, long locked, long unreadable) {}

  /**
   * By what a stretch judges.
   *
   * @param now not later than it is
   * @param times when something counts as made
   */
  public record Judge(LifecycleRules rules, Instant now, Times times) {}

  /** Goes over some keys, from the one on or from the first; nobody is told. */
  public Stretch run(Bucket bucket, Judge judge, @Nullable Bytes from) {
    return run(bucket, judge, from, expired -> {});
  }

  /**
   * The same.
   *
   * @param told of each thing that was done, once it is
   */
  public Stretch run(Bucket bucket, Judge judge, @Nullable Bytes from, Consumer<Expired> told) {
    var pass = new Pass(bucket, judge, told);
    Key start = from == null ? FIRST : Key.startOf(from);
    Iterator<Entry> entries = KvScan.entries(kv, bucket.index(), start, PAGE);
    Bytes group = null;
    int looked = 0;
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (!entry.key().group().equals(group)) {
        if (looked >= rows) {
          return pass.until(entry.key().group());
        }
        group = entry.key().group();
        pass.begin(group);
      }
      looked++;
      pass.look(entry);
    }
    return pass.until(null);
  }

  /** Something that was judged has changed; the next pass will see it as it is then. */
  private static final class Changed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Changed() {
      super("a version has changed since it was judged", null, false, false);
    }
  }

  /** One stretch: where it is, and what came of it. */
  private final class Pass {
    private final Bucket bucket;
    private final Judge judge;
    private final Consumer<Expired> told;
    private ObjectGroup at;
    private @Nullable Bytes above;
    private Bytes hiding = Bytes.EMPTY;
    private long newer;
    private long removed;
    private long locked;
    private long unreadable;

    Pass(Bucket bucket, Judge judge, Consumer<Expired> told) {
      this.bucket = bucket;
      this.judge = judge;
      this.told = told;
      this.at = new ObjectGroup(bucket, "-");
    }

    void begin(Bytes group) {
      at = new ObjectGroup(bucket, group.toUtf8());
      above = null;
      newer = 0;
    }

    Stretch until(@Nullable Bytes next) {
      return new Stretch(next, removed, locked, unreadable);
    }

    void look(Entry entry) {
      try {
        judge(entry);
      } catch (Corrupt | NotAuthentic e) {
        LOG.error("ALARM expiration met what is not what was stored", e);
        unreadable++;
      }
    }

    /** The current version comes first, then earlier ones, newest first, then uploads. */
    private void judge(Entry entry) {
      Bytes suffix = entry.key().suffix();
      if (suffix.equals(Suffixes.CURRENT)) {
        VersionRow row = VersionRow.decode(entry.value());
        above = row.order();
        hiding = row.order();
        current(row);
      } else if (suffix.startsWith(Suffixes.EARLIER)) {
        earlier(VersionRow.decode(entry.value()));
      } else if (suffix.startsWith(Suffixes.UPLOADS)) {
        UploadRow row = UploadRow.decode(entry.value());
        Instant begun = judge.times().made(row.facts().initiated());
        if (judge.rules().aborts(at.key(), begun, judge.now())) {
          abort(new UploadRows.InProgress(at, row, entry.value()));
        }
      }
    }

    private void current(VersionRow row) {
      if (row.moving() != null) {
        return;
      }
      Instant made = judge.times().made(row.facts().lastModified());
      if (row.deleteMarker()) {
        if (judge.rules().expiresMarker(at.key(), made, judge.now()) && alone()) {
          attempt(() -> remove(row, lonely(row)));
        }
      } else if (judge.rules().expires(seen(row, made), judge.now())) {
        attempt(() -> expire(row));
      }
    }

    private Occasion gone() {
      return Occasion.ofLifecycle(EventKind.EXPIRE, judge.now());
    }

    private boolean alone() {
      return versions.newestEarlier(at).row() == null;
    }

    private Seen seen(VersionRow row, Instant made) {
      return new Seen(at.key(), made, row.object().sizeBytes(), tags(row));
    }

    /**
     * Without versions the object goes; with them a marker hides it. The bucket may have changed.
     */
    private void expire(VersionRow row) {
      Bucket now = buckets.require(bucket.name());
      if (!now.id().equals(bucket.id())) {
        throw new Changed();
      }
      if (now.versioning() == VersioningState.NEVER_SET) {
        remove(row, asCurrent(row));
      } else {
        Occasion hidden = Occasion.ofLifecycle(EventKind.EXPIRE_BY_MARKER, judge.now());
        hiding = changes.mark(new ObjectGroup(now, at.key()), asCurrent(row), hidden).order();
        tell(Deed.HIDDEN, row);
      }
    }

    /** Each must be older than the one above it; else the key has changed since that was read. */
    private void earlier(VersionRow row) {
      Bytes over = above;
      if (over == null || over.compareTo(row.order()) >= 0) {
        above = null;
        return;
      }
      above = row.order();
      var rank = new Rank(judge.times().made(VersionOrder.time(over)), newer);
      Instant made = row.facts().lastModified();
      Seen seen = row.deleteMarker() ? Seen.marker(at.key(), made) : seen(row, made);
      boolean due = judge.rules().removes(seen, rank, judge.now());
      boolean stays = !due || attempt(() -> remove(row, new Hidden(row, hiding)));
      newer += stays && !row.deleteMarker() ? 1 : 0;
      hiding = stays ? row.order() : hiding;
    }

    private void remove(VersionRow row, Condition judged) {
      removal.remove(at, row.id(), unlocked(row, judged), false, gone());
      tell(Deed.REMOVED, row);
    }

    /** A clock that leaps once judgement has begun unlocks nothing: both times must allow it. */
    private Condition unlocked(VersionRow row, Condition judged) {
      return new Condition() {
        @Override
        public void require(ObjectGroup where, @Nullable VersionRow seen) {
          judged.require(where, seen);
          locks.requireRemovableThen(where, row, judge.now());
        }

        @Override
        public void expect(Commit.Builder removal) {
          judged.expect(removal);
        }
      };
    }

    private Supplier<Tags> tags(VersionRow row) {
      return () -> versions.open(at, row).extras().tags();
    }

    private void abort(UploadRows.InProgress upload) {
      attempt(() -> {
        uploads.abort(upload);
        told.accept(new Expired(Deed.ABORTED, at.key(), null, null));
      });
    }

    private void tell(Deed deed, VersionRow row) {
      Long size = row.deleteMarker() ? null : row.object().sizeBytes();
      told.accept(new Expired(deed, at.key(), Views.versionId(bucket, row), size));
    }

    private Condition asCurrent(VersionRow row) {
      return (where, seen) -> require(row.equals(seen) && isCurrent(where, row));
    }

    private Condition lonely(VersionRow row) {
      return (where, seen) -> require(row.equals(seen) && isCurrent(where, row) && alone());
    }

    /**
     * The version is an earlier one, and has been since it was judged: one that was above it then,
     * and that this pass leaves there, still is. If that had gone meanwhile, the version might have
     * been the current one again, and be hidden anew.
     */
    private final class Hidden implements Condition {
      private final VersionRow row;
      private final Bytes hiding;
      private Bytes suffix = Suffixes.CURRENT;
      private Bytes standing = Bytes.EMPTY;

      Hidden(VersionRow row, Bytes hiding) {
        this.row = row;
        this.hiding = hiding;
      }

      @Override
      public void require(ObjectGroup where, @Nullable VersionRow seen) {
        Optional<Bytes> current =
            versions
                .row(where, Suffixes.CURRENT)
                .filter(bytes -> VersionRow.decode(bytes).order().equals(hiding));
        suffix = current.isPresent() ? Suffixes.CURRENT : Suffixes.earlier(hiding);
        standing = current.or(() -> versions.row(where, suffix)).orElseThrow(Changed::new);
        Pass.require(row.equals(seen) && !isCurrent(where, row));
      }

      @Override
      public void expect(Commit.Builder removal) {
        removal.expectEqual(suffix, standing);
      }
    }

    /** Whether it stands there, with whatever tags. */
    private boolean isCurrent(ObjectGroup where, VersionRow row) {
      return versions
          .current(where)
          .filter(current -> current.order().equals(row.order()))
          .isPresent();
    }

    private static void require(boolean unchanged) {
      if (!unchanged) {
        throw new Changed();
      }
    }

    /** Whether it certainly stays, since a lock binds it; what has changed may be gone. */
    private boolean attempt(Runnable change) {
      try {
        change.run();
        removed++;
        return false;
      } catch (Changed _) {
        // Whoever changed it meant to; the next pass judges anew.
        LOG.trace("a version has changed since it was judged");
        return false;
      } catch (S3Exception refusal) {
        return leave(refusal);
      }
    }

    private boolean leave(S3Exception refusal) {
      return switch (refusal.error()) {
        case AccessDenied -> {
          locked++;
          yield true;
        }
        case NoSuchBucket, NoSuchUpload, SlowDown -> {
          LOG.debug("left what is gone or changes too often", refusal);
          yield false;
        }
        default -> throw refusal;
      };
    }
  }
}
