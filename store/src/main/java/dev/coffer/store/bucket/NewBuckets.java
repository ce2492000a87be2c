package dev.coffer.store.bucket;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.tag.Tags;
import dev.coffer.store.tally.Progress;
import dev.coffer.store.tally.Tallies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;

/**
 * Makes buckets: first a hint, then the index, then the note that its versions are counted, then
 * the row; so that no row is without its index, and an index without a row is found.
 *
 * <p>Hint: index {@code hints}, group {@code b/NAME}, suffix bucket id, value u8 format and u64
 * milliseconds.
 */
final class NewBuckets {
  static final Index HINTS = new Index("hints");

  private static final int FORMAT = 1;
  private static final Bytes PREFIX = Bytes.utf8("b/");
  private static final int PAGE = 64;

  private final KvStore kv;
  private final BucketRows rows;
  private final Configurations configurations;
  private final BucketKeys keys;
  private final Tallies tallies;
  private final BucketSettings settings;
  private final InstantSource clock;
  private final Entropy entropy;

  NewBuckets(
      KvStore kv,
      BucketRows rows,
      Configurations configurations,
      BucketKeys keys,
      Tallies tallies,
      BucketSettings settings,
      InstantSource clock,
      Entropy entropy) {
    this.kv = kv;
    this.rows = rows;
    this.configurations = configurations;
    this.keys = keys;
    this.tallies = tallies;
    this.settings = settings;
    this.clock = clock;
    this.entropy = entropy;
  }

  /**
   * What a new bucket shall have.
   *
   * @param locked with Object Lock, and so with versions
   */
  record Asked(BucketKind kind, Tags tags, boolean locked) {
    /** Whether it is like any other of its kind. */
    boolean bare() {
      return tags.isEmpty() && !locked;
    }
  }

  /** False when the name was taken meanwhile. */
  boolean create(String name, Account owner, Asked asked) {
    Bucket bucket = draft(name, owner, asked);
    put(hint(bucket).put(bucket.id(), hintValue()).build());
    kv.create(bucket.index());
    tallies.advance(bucket.id(), Progress.NONE, Progress.COMPLETE);
    boolean added = rows.add(bucket, commit -> configure(bucket, asked, commit));
    if (!added) {
      kv.removeIfEmpty(bucket.index());
    }
    forget(bucket);
    return added;
  }

  private void configure(Bucket bucket, Asked asked, Commit.Builder commit) {
    configurations.put(bucket, Kind.TAGGING, BucketTags.encode(asked.tags()), commit);
    if (asked.locked()) {
      configurations.put(bucket, Kind.OBJECT_LOCK, BucketLock.ON.encode(), commit);
    }
  }

  private Bucket draft(String name, Account owner, Asked asked) {
    Bytes id = Bytes.copyOf(entropy.bytes(Bucket.ID_BYTES));
    return new Bucket(
        name,
        id,
        owner,
        Instant.ofEpochMilli(clock.millis()),
        settings.profile(),
        asked.locked() ? VersioningState.ENABLED : VersioningState.NEVER_SET,
        EncryptionSettings.initial(asked.kind(), settings.profile()),
        AccessSettings.INITIAL,
        false,
        keys.newMetadataKey(id),
        List.of(keys.newSseS3Key(id, 1)),
        asked.kind());
  }

  /**
   * Removes indexes whose bucket was never committed.
   *
   * @param before only hints that were written before this; a younger one's creation may be running
   * @return how many hints were dealt with
   */
  int sweep(Instant before) {
    int done = 0;
    Iterator<Entry> hints = KvScan.entries(kv, HINTS, Key.startOf(PREFIX), PAGE);
    while (hints.hasNext()) {
      Entry hint = hints.next();
      if (!hint.key().group().startsWith(PREFIX)) {
        break;
      }
      if (written(hint).isBefore(before)) {
        finish(hint);
        done++;
      }
    }
    return done;
  }

  /** The mark comes first: whoever was only slow is refused. */
  private void finish(Entry hint) {
    Bytes group = hint.key().group();
    String name = group.slice(PREFIX.size(), group.size()).toUtf8();
    Bytes id = hint.key().suffix();
    if (rows.mark(name, id)) {
      kv.removeIfEmpty(Bucket.indexOf(id));
    } else if (!rows.holds(name, id)) {
      return;
    }
    put(Commit.in(HINTS, group).delete(id).build());
  }

  private void forget(Bucket bucket) {
    put(hint(bucket).delete(bucket.id()).build());
  }

  private static Commit.Builder hint(Bucket bucket) {
    return Commit.in(HINTS, PREFIX.concat(Bytes.utf8(bucket.name())));
  }

  private Bytes hintValue() {
    return new FieldWriter().u8(FORMAT).u64(clock.millis()).toBytes();
  }

  private static Instant written(Entry hint) {
    FieldReader in = new FieldReader(hint.value());
    if (in.u8() != FORMAT) {
      return Instant.MAX;
    }
    return Instant.ofEpochMilli(in.u64());
  }

  /** Hints expect nothing, so an undecided commit is simply repeated. */
  private void put(Commit commit) {
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("a bucket's hint could not be stored");
    }
  }
}
