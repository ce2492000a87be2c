package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.tally.Tallies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * This room, built: what the others may ask it.
 *
 * <p>Closing forgets the key of the bucket rows; the store that was given stays open.
 */
public final class BucketRoom implements AutoCloseable {
  static final String SYSTEM_METADATA = "system-metadata";

  private final KvStore kv;
  private final WrappingKey systemKey;
  private final BucketKeys keys;
  private final BucketRows rows;
  private final Tallies tallies;
  private final NewBuckets newBuckets;
  private final Buckets buckets;
  private final BucketListing listing;
  private final BucketTags tags;
  private final PublicAccess publicAccess;
  private final AccountPublicAccess accountPublicAccess;
  private final BucketPolicies policies;

  private BucketRoom(
      KvStore kv,
      WrappingKey systemKey,
      BucketKeys keys,
      BucketSettings settings,
      Predicate<String> principalExists,
      InstantSource clock,
      Entropy entropy) {
    this.kv = kv;
    this.systemKey = systemKey;
    this.keys = keys;
    this.rows = new BucketRows(kv, systemKey, keys.installationId(), entropy);
    this.tallies = new Tallies(kv, Bucket::indexOf);
    var configurations = new Configurations(kv, systemKey, keys.installationId(), entropy);
    this.newBuckets =
        new NewBuckets(kv, rows, configurations, keys, tallies, settings, clock, entropy);
    this.buckets = new Buckets(kv, rows, configurations, newBuckets, settings);
    this.tags = new BucketTags(buckets, configurations);
    this.listing = new BucketListing(rows, buckets, settings);
    var accounts = new AccountBlocks(kv, systemKey, keys.installationId(), entropy);
    this.publicAccess = new PublicAccess(buckets, accounts);
    this.accountPublicAccess = new AccountPublicAccess(accounts);
    this.policies = new BucketPolicies(buckets, publicAccess, principalExists, settings.region());
  }

  /** Opens the indexes and the system key, and makes them where they are not yet. */
  public static BucketRoom open(
      KvStore kv,
      StoreRootKey root,
      BucketSettings settings,
      Predicate<String> principalExists,
      InstantSource clock,
      Entropy entropy) {
    kv.create(BucketRows.SYSTEM);
    kv.create(NewBuckets.HINTS);
    WrappingKey systemKey = new SystemKeys(kv, root, entropy).require(SYSTEM_METADATA);
    return new BucketRoom(
        kv, systemKey, new BucketKeys(root, entropy), settings, principalExists, clock, entropy);
  }

  public Buckets buckets() {
    return buckets;
  }

  public BucketListing listing() {
    return listing;
  }

  public BucketPolicies policies() {
    return policies;
  }

  public BucketTags tags() {
    return tags;
  }

  public PublicAccess publicAccess() {
    return publicAccess;
  }

  public AccountPublicAccess accountPublicAccess() {
    return accountPublicAccess;
  }

  public Ownership ownership() {
    return new Ownership(buckets);
  }

  public BucketAcls acls() {
    return new BucketAcls(buckets);
  }

  public BucketKeys keys() {
    return keys;
  }

  /** What the versions of the buckets are counted as. */
  public Tallies tallies() {
    return tallies;
  }

  /**
   * Buckets of all accounts by name.
   *
   * @param after the name before the first; null for the beginning
   * @param limit how many at most
   */
  public List<Bucket> page(@Nullable String after, int limit) {
    List<Bucket> page = new ArrayList<>();
    Iterator<Entry> entries = rows.rows(after == null ? "" : after);
    while (page.size() < limit && entries.hasNext()) {
      Entry entry = entries.next();
      if (BucketRows.beyond(entry)) {
        break;
      }
      rows.bucket(entry)
          .filter(found -> !found.bucket().name().equals(after) && buckets.exists(found))
          .map(BucketRows.Found::bucket)
          .ifPresent(page::add);
    }
    return page;
  }

  /** Removes the names of counters of buckets whose index is gone; returns of how many. */
  public int sweepTallies() {
    return tallies.sweep(bucketId -> !kv.exists(Bucket.indexOf(bucketId)));
  }

  /** Removes what unfinished creations left that began before then; returns how many. */
  public int sweepCreations(Instant before) {
    return newBuckets.sweep(before);
  }

  /** Removes the rows of buckets whose index is gone; returns how many. */
  public int sweepRemovals() {
    List<Bucket> gone = new ArrayList<>();
    Iterator<Entry> entries = rows.rows("");
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (BucketRows.beyond(entry)) {
        break;
      }
      rows.bucket(entry)
          .map(BucketRows.Found::bucket)
          .filter(bucket -> bucket.deleting() && !kv.exists(bucket.index()))
          .ifPresent(gone::add);
    }
    gone.forEach(buckets::removed);
    return gone.size();
  }

  @Override
  public void close() {
    systemKey.close();
  }
}
