package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.event.Telling;
import dev.coffer.store.tally.Tallies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This room, built: what the others may ask it.
 *
 * <p>Closing forgets the key of the bucket rows; the store that was given stays open.
 */
public final class BucketRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BucketRoom.class);

  static final String SYSTEM_METADATA = "system-metadata";

  private final KvStore kv;
  private final WrappingKey systemKey;
  private final BucketKeys keys;
  private final BucketSettings settings;
  private final BucketRows rows;
  private final Tallies tallies;
  private final NewBuckets newBuckets;
  private final Buckets buckets;
  private final BucketListing listing;
  private final BucketTags tags;
  private final BucketLocks locks;
  private final Lifecycles lifecycles;
  private final LockClock lockClock;
  private final Cors cors;
  private final LifecycleClock lifecycleClock;
  private final Configurations configurations;
  private final InventoryProgress inventoryProgress;
  private final BucketLogging logging;
  private final Notifications notifications;
  private final PublicAccess publicAccess;
  private final AccountPublicAccess accountPublicAccess;
  private final Entropy entropy;
  private final BucketPolicies policies;

  private BucketRoom(
      KvStore kv,
      WrappingKey systemKey,
      BucketKeys keys,
      BucketSettings settings,
      Telling telling,
      Predicate<String> principalExists,
      InstantSource clock,
      Entropy entropy) {
    this.kv = kv;
    this.entropy = entropy;
    this.systemKey = systemKey;
    this.keys = keys;
    this.settings = settings;
    this.rows = new BucketRows(kv, systemKey, keys.installationId(), entropy);
    this.tallies = new Tallies(kv, Bucket::indexOf);
    this.configurations = new Configurations(kv, systemKey, keys.installationId(), entropy);
    this.inventoryProgress = new InventoryProgress(kv, systemKey, keys.installationId(), entropy);
    this.newBuckets =
        new NewBuckets(kv, rows, configurations, keys, tallies, settings, clock, entropy);
    this.buckets = new Buckets(kv, rows, configurations, newBuckets, settings);
    this.tags = new BucketTags(buckets, configurations);
    this.locks = new BucketLocks(buckets, configurations);
    this.lifecycles = new Lifecycles(buckets, configurations, entropy);
    this.lockClock = new LockClock(kv, systemKey, keys.installationId(), clock, entropy);
    this.cors = new Cors(buckets, configurations);
    this.lifecycleClock = new LifecycleClock(kv, systemKey, keys.installationId(), clock, entropy);
    this.logging = new BucketLogging(buckets, configurations, locks);
    this.notifications =
        new Notifications(buckets, configurations, telling, settings.region(), entropy);
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
      Telling telling,
      Predicate<String> principalExists,
      InstantSource clock,
      Entropy entropy) {
    kv.create(BucketRows.SYSTEM);
    kv.create(NewBuckets.HINTS);
    WrappingKey systemKey = new SystemKeys(kv, root, entropy).require(SYSTEM_METADATA);
    return new BucketRoom(
        kv,
        systemKey,
        new BucketKeys(root, entropy),
        settings,
        telling,
        principalExists,
        clock,
        entropy);
  }

  /** What is the same for all buckets. */
  public BucketSettings settings() {
    return settings;
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

  public BucketLocks locks() {
    return locks;
  }

  public Lifecycles lifecycles() {
    return lifecycles;
  }

  /** How far the job has come that does what the rules say. */
  public LifecycleProgress lifecycleProgress() {
    return new LifecycleProgress(kv);
  }

  /** What time it is for what expires. */
  public LifecycleClock lifecycleClock() {
    return lifecycleClock;
  }

  public LockClock lockClock() {
    return lockClock;
  }

  public Cors cors() {
    return cors;
  }

  /**
   * The inventories of buckets.
   *
   * @param changed called when a report may have become due
   */
  public Inventories inventories(Runnable changed) {
    return new Inventories(buckets, configurations, changed);
  }

  /** How far their reports are. */
  public InventoryProgress inventoryProgress() {
    return inventoryProgress;
  }

  public BucketLogging logging() {
    return logging;
  }

  public Notifications notifications() {
    return notifications;
  }

  /** Seals events that wait; they outlive the bucket that they happened in. */
  public WaitingEvents waitingEvents() {
    return new WaitingEvents(systemKey, keys.installationId(), entropy);
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
   * @throws Corrupt when the row of one of them is damaged, or {@code NotAuthentic}: who asks what
   *     there is must not be told of less
   */
  public List<Bucket> page(@Nullable String after, int limit) {
    return page(after, limit, rows::bucket);
  }

  /**
   * The same for a job, which a damaged row must not stop: it is left out, with an alarm each time.
   */
  public List<Bucket> readable(@Nullable String after, int limit) {
    return page(after, limit, this::readable);
  }

  private List<Bucket> page(
      @Nullable String after, int limit, Function<Entry, Optional<BucketRows.Found>> opening) {
    List<Bucket> page = new ArrayList<>();
    Iterator<Entry> entries = rows.rows(after == null ? "" : after);
    while (page.size() < limit && entries.hasNext()) {
      Entry entry = entries.next();
      if (BucketRows.beyond(entry)) {
        break;
      }
      opening
          .apply(entry)
          .filter(found -> !found.bucket().name().equals(after) && buckets.exists(found))
          .map(BucketRows.Found::bucket)
          .ifPresent(page::add);
    }
    return page;
  }

  private Optional<BucketRows.Found> readable(Entry entry) {
    try {
      return rows.bucket(entry);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM the row of a bucket cannot be read, {}", BucketRows.shown(entry), e);
      return Optional.empty();
    }
  }

  /**
   * The name of a bucket, of which nothing is opened: it may be damaged, or gone by now.
   *
   * @param after the name before it; null for the first
   */
  public Optional<String> nextName(@Nullable String after) {
    Iterator<Entry> entries = rows.rows(after == null ? "" : after);
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (BucketRows.beyond(entry)) {
        break;
      }
      Optional<String> name = BucketRows.nameOf(entry).filter(found -> !found.equals(after));
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
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
      readable(entry)
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
