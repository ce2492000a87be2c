package dev.coffer.store.tally;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the counters of each bucket count, and which buckets have versions under a KMS key.
 *
 * <p>Rows, index {@code hints}: group {@code t ‖ bucket id}, suffix {@code n ‖ id}: a {@link
 * SealedUnder}; suffix {@code p}: the bucket's {@link Progress}. Group {@code k ‖ SHA-256 of a key
 * ARN}, suffix {@code bucket id ‖ id}: the same {@link SealedUnder}. They are written before the
 * first commit that counts under them, and stay as long as the bucket: a name without versions is
 * litter, never a lie. Source: docs/formats/metadata-v1.md.
 */
public final class Tallies {
  private static final Index HINTS = new Index("hints");
  private static final Bytes BUCKET = Bytes.utf8("t");
  private static final Bytes KMS_KEY = Bytes.utf8("k");
  private static final Bytes NAME = Bytes.utf8("n");
  private static final Bytes PROGRESS = Bytes.utf8("p");
  private static final int BUCKET_ID_BYTES = 16;
  private static final int PAGE = 256;

  /** Names that are known to be written; more are written again. */
  private static final int MOST_KNOWN = 10_000;

  private final KvStore kv;
  private final Function<Bytes, Index> indexes;
  private final Set<Bytes> known = ConcurrentHashMap.newKeySet();

  /**
   * Over a store with an index {@code hints}.
   *
   * @param indexes the index of the bucket of an id
   */
  public Tallies(KvStore kv, Function<Bytes, Index> indexes) {
    this.kv = kv;
    this.indexes = indexes;
  }

  /** Writes down what a commit that follows will count under. */
  public void announce(Bytes bucketId, SealedUnder under) {
    Bytes id = under.id();
    Bytes both = bucketId.concat(id);
    if (known.contains(both)) {
      return;
    }
    under
        .findKmsKeyArn()
        .ifPresent(arn -> put(Commit.in(HINTS, ofKey(arn)).put(both, under.encode()).build()));
    put(Commit.in(HINTS, of(bucketId)).put(NAME.concat(id), under.encode()).build());
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.add(both);
  }

  /** How far a bucket is counted. */
  public Progress progress(Bytes bucketId) {
    return kv.get(HINTS, new Key(of(bucketId), PROGRESS))
        .map(Progress::decode)
        .orElse(Progress.NONE);
  }

  /**
   * Notes how far a bucket is counted. One that is made is counted from its first version on, and
   * what was counted to its end stays so.
   *
   * @param from what {@link #progress} said before
   * @return false when somebody else has noted something meanwhile
   */
  public boolean advance(Bytes bucketId, Progress from, Progress to) {
    Commit.Builder commit = Commit.in(HINTS, of(bucketId)).put(PROGRESS, to.encode());
    if (from.equals(Progress.NONE)) {
      commit.expectAbsent(PROGRESS);
    } else {
      commit.expectEqual(PROGRESS, from.encode());
    }
    return switch (Settle.commit(kv, commit.build(), PROGRESS)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw new IllegalStateException("the index of hints is missing");
      case Outcome.Unknown unknown ->
          throw new Unavailable("a bucket's progress is undecided", unknown.cause());
    };
  }

  /** What the versions of a bucket are counted as, without what there is none of. */
  public Map<SealedUnder, Count> counts(Bytes bucketId) {
    Map<SealedUnder, Count> counts = new TreeMap<>();
    Iterator<Entry> rows = KvScan.group(kv, HINTS, new Key(of(bucketId), NAME));
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (!row.key().suffix().startsWith(NAME)) {
        break;
      }
      SealedUnder under = named(row, NAME.size());
      Count count = Counters.count(kv, indexes.apply(bucketId), under);
      if (!count.equals(Count.NONE)) {
        counts.put(under, count);
      }
    }
    return counts;
  }

  /** How many counted versions of all buckets are under a KMS key. */
  public long versionsUnder(String kmsKeyArn) {
    long versions = 0;
    Iterator<Entry> rows = KvScan.group(kv, HINTS, ofKey(kmsKeyArn));
    while (rows.hasNext()) {
      Entry row = rows.next();
      SealedUnder under = named(row, BUCKET_ID_BYTES);
      Bytes bucketId = row.key().suffix().slice(0, BUCKET_ID_BYTES);
      versions += Counters.count(kv, indexes.apply(bucketId), under).versions();
    }
    return versions;
  }

  /** Removes the rows of buckets that are gone; returns of how many buckets. */
  public int sweep(Predicate<Bytes> gone) {
    int swept = 0;
    Optional<Bytes> bucketId = next(Key.startOf(BUCKET));
    while (bucketId.isPresent()) {
      Bytes group = of(bucketId.get());
      if (gone.test(bucketId.get())) {
        remove(bucketId.get());
        swept++;
      }
      bucketId = next(Key.afterGroup(group));
    }
    return swept;
  }

  /** The first bucket that has rows here from a key on. */
  private Optional<Bytes> next(Key from) {
    Iterator<Entry> rows = KvScan.entries(kv, HINTS, from, 1);
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    Bytes group = rows.next().key().group();
    boolean here = group.startsWith(BUCKET) && group.size() == BUCKET.size() + BUCKET_ID_BYTES;
    return here ? Optional.of(group.slice(BUCKET.size(), group.size())) : Optional.empty();
  }

  /** The rows by key first: what is left after a crash is found again by those of the bucket. */
  private void remove(Bytes bucketId) {
    Iterator<Entry> rows = KvScan.entries(kv, HINTS, Key.startOf(of(bucketId)), PAGE);
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (!row.key().group().equals(of(bucketId))) {
        break;
      }
      if (row.key().suffix().startsWith(NAME)) {
        SealedUnder under = named(row, NAME.size());
        Bytes both = bucketId.concat(under.id());
        under
            .findKmsKeyArn()
            .ifPresent(arn -> put(Commit.in(HINTS, ofKey(arn)).delete(both).build()));
        known.remove(both);
      }
      put(Commit.in(HINTS, row.key().group()).delete(row.key().suffix()).build());
    }
  }

  private static SealedUnder named(Entry row, int prefixBytes) {
    SealedUnder under = SealedUnder.decode(row.value());
    Bytes suffix = row.key().suffix();
    if (!suffix.slice(prefixBytes, suffix.size()).equals(under.id())) {
      throw new Corrupt("a counter's name is not at its place");
    }
    return under;
  }

  private static Bytes of(Bytes bucketId) {
    return BUCKET.concat(bucketId);
  }

  private static Bytes ofKey(String kmsKeyArn) {
    return KMS_KEY.concat(SealedUnder.sha256(Bytes.utf8(kmsKeyArn)));
  }

  /** Nothing is expected, so an undecided commit is simply repeated. */
  private void put(Commit commit) {
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("what is counted could not be written down");
    }
  }
}
