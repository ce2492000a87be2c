package dev.coffer.store;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.kms.access.KeyStates;
import dev.coffer.kms.access.KeyUses;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.AccountPublicAccess;
import dev.coffer.store.bucket.BucketAcls;
import dev.coffer.store.bucket.BucketListing;
import dev.coffer.store.bucket.BucketLocks;
import dev.coffer.store.bucket.BucketLogging;
import dev.coffer.store.bucket.BucketPolicies;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.BucketTags;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.Cors;
import dev.coffer.store.bucket.Encryption;
import dev.coffer.store.bucket.FixedSettings;
import dev.coffer.store.bucket.Inventories;
import dev.coffer.store.bucket.LifecycleClock;
import dev.coffer.store.bucket.Lifecycles;
import dev.coffer.store.bucket.LockClock;
import dev.coffer.store.bucket.Notifications;
import dev.coffer.store.bucket.Ownership;
import dev.coffer.store.bucket.PublicAccess;
import dev.coffer.store.bucket.Unconfigured;
import dev.coffer.store.bucket.UnconfiguredById;
import dev.coffer.store.bucket.Versioning;
import dev.coffer.store.event.Telling;
import dev.coffer.store.job.BucketLogs;
import dev.coffer.store.job.Deliveries;
import dev.coffer.store.job.ExpirationLog;
import dev.coffer.store.job.InventoryReports;
import dev.coffer.store.job.JobRunner;
import dev.coffer.store.job.Lifecycle;
import dev.coffer.store.job.LogDelivery;
import dev.coffer.store.job.LogWriter;
import dev.coffer.store.job.Sweep;
import dev.coffer.store.logging.AccessLog;
import dev.coffer.store.logging.LogQueue;
import dev.coffer.store.object.Attributes;
import dev.coffer.store.object.BucketRemoval;
import dev.coffer.store.object.Completions;
import dev.coffer.store.object.Copies;
import dev.coffer.store.object.Deletes;
import dev.coffer.store.object.EncryptionUpdates;
import dev.coffer.store.object.Listings;
import dev.coffer.store.object.ObjectAcls;
import dev.coffer.store.object.ObjectLocks;
import dev.coffer.store.object.ObjectRoom;
import dev.coffer.store.object.ObjectTags;
import dev.coffer.store.object.Objects;
import dev.coffer.store.object.Outbox;
import dev.coffer.store.object.Renames;
import dev.coffer.store.object.UploadListings;
import dev.coffer.store.object.Uploads;
import dev.coffer.store.object.VersionListings;
import dev.coffer.store.report.BucketReports;
import dev.coffer.store.report.EncryptionReports;
import dev.coffer.store.report.VersionsUnderKeys;
import dev.coffer.store.session.Sessions;
import dev.coffer.store.sse.Sse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An object store over a key store and a blob store, which stay the caller's.
 *
 * <p>Life: {@link #open}, then, where the jobs shall run by themselves, {@link #startJobs}; closing
 * ends the jobs, delivers the logs that wait, and forgets the keys. All operations are safe for any
 * number of threads and block; they are meant for virtual threads.
 *
 * <p>Errors: refusals are {@link dev.coffer.wire.s3.S3Exception}; trouble below is {@link
 * dev.coffer.storage.StorageFailure} or {@link dev.coffer.crypto.seal.NotAuthentic}.
 */
public final class Store implements AutoCloseable {
  private final KvStore kv;
  private final BucketRoom buckets;
  private final Sse sse;
  private final ObjectRoom objects;
  private final Sweep sweep;
  private final Lifecycle lifecycle;
  private final LogQueue logQueue;
  private final LogDelivery logDelivery;
  private final Telling telling;
  private final Deliveries deliveries;
  private final AtomicReference<@Nullable JobRunner> runner = new AtomicReference<>();
  private final AtomicReference<@Nullable JobRunner> expiring = new AtomicReference<>();
  private final Inventories inventories;
  private final InventoryReports reports;
  private final AtomicReference<@Nullable JobRunner> reporter = new AtomicReference<>();
  private final AtomicReference<@Nullable JobRunner> logRunner = new AtomicReference<>();

  private Store(
      KvStore kv,
      BlobStore blobs,
      BucketRoom buckets,
      Sse sse,
      BucketSettings settings,
      Telling telling,
      InstantSource clock,
      Entropy entropy) {
    this.kv = kv;
    this.buckets = buckets;
    this.sse = sse;
    this.telling = telling;
    this.objects =
        new ObjectRoom(
            kv, blobs, buckets, sse, telling, clock, entropy, () -> wake(runner), this::tell);
    this.sweep = new Sweep(buckets, objects, clock);
    this.inventories = buckets.inventories(() -> wake(reporter));
    this.reports = inventoryReports(clock, entropy, InventoryReports.LINES);
    this.logQueue = new LogQueue(settings.logs().objectBytes(), () -> wake(logRunner));
    var writer = new LogWriter(buckets, objects.objects(), settings.region(), clock, entropy);
    var expirationLog =
        new ExpirationLog(new BucketLogs(buckets.logging(), logQueue), clock, entropy);
    this.lifecycle = new Lifecycle(buckets, objects.expirations(), expirationLog, System::nanoTime);
    this.logDelivery = new LogDelivery(logQueue, writer, settings.logs().interval());
    this.deliveries = new Deliveries(telling, buckets, objects.outbox(), clock);
  }

  /**
   * Opens a store; the first opening makes its system key.
   *
   * @param kms the key service, for objects under its keys
   * @param principalExists whether a bucket policy may name an account's id or a principal's ARN
   */
  public static Store open(
      KvStore kv,
      BlobStore blobs,
      StoreRootKey root,
      BucketSettings settings,
      Predicate<String> principalExists,
      Sse.Kms kms,
      InstantSource clock,
      Entropy entropy) {
    Telling nobody = Telling.nobody(clock, settings.region());
    return open(kv, blobs, root, settings, nobody, principalExists, kms, clock, entropy);
  }

  /**
   * The same for one that tells of events.
   *
   * @param telling whom; closed with the store
   */
  public static Store open(
      KvStore kv,
      BlobStore blobs,
      StoreRootKey root,
      BucketSettings settings,
      Telling telling,
      Predicate<String> principalExists,
      Sse.Kms kms,
      InstantSource clock,
      Entropy entropy) {
    BucketRoom buckets =
        BucketRoom.open(kv, root, settings, telling, principalExists, clock, entropy);
    Sse sse = new Sse(buckets.keys(), kms, clock, entropy);
    return new Store(kv, blobs, buckets, sse, settings, telling, clock, entropy);
  }

  /** Lets the jobs run in the background until the store is closed. */
  public void startJobs() {
    startJobs(Lifecycle.INTERVAL);
  }

  /**
   * The same.
   *
   * @param expiration from one pass of expiration to the next
   */
  public void startJobs(Duration expiration) {
    lifecycle.every(expiration);
    start(runner, new JobRunner(sweep));
    start(expiring, new JobRunner(lifecycle));
    start(reporter, new JobRunner(reports));
    start(logRunner, new JobRunner(logDelivery));
    deliveries.start();
  }

  private static void start(AtomicReference<@Nullable JobRunner> place, JobRunner started) {
    if (!place.compareAndSet(null, started)) {
      throw new IllegalStateException("the jobs run already");
    }
    started.start();
  }

  private static void wake(AtomicReference<@Nullable JobRunner> place) {
    JobRunner running = place.get();
    if (running != null) {
      running.wake();
    }
  }

  private static void end(AtomicReference<@Nullable JobRunner> place) {
    JobRunner running = place.get();
    if (running != null) {
      running.close();
    }
  }

  /**
   * A job that makes the reports of inventories.
   *
   * @param lines of one file
   */
  InventoryReports inventoryReports(InstantSource clock, Entropy entropy, long lines) {
    return new InventoryReports(
        buckets, inventories, objects.inventoryScan(), objects.objects(), clock, entropy, lines);
  }

  private void tell(String webhook) {
    deliveries.wake(webhook);
  }

  public Buckets buckets() {
    return buckets.buckets();
  }

  public BucketListing bucketListing() {
    return buckets.listing();
  }

  public Versioning versioning() {
    return new Versioning(buckets.buckets());
  }

  /**
   * Sessions of directory buckets.
   *
   * @param begun makes their credentials
   */
  public Sessions sessions(DirectorySessions begun) {
    return new Sessions(buckets.buckets(), sse, begun);
  }

  public Encryption encryption() {
    return new Encryption(buckets.buckets(), sse::requireUsable);
  }

  public Cors cors() {
    return buckets.cors();
  }

  public Inventories inventories() {
    return inventories;
  }

  /** The job that makes the reports of inventories. */
  public InventoryReports inventoryReports() {
    return reports;
  }

  public BucketLogging bucketLogging() {
    return buckets.logging();
  }

  /** What takes the records of requests. */
  public AccessLog accessLog() {
    return new BucketLogs(buckets.logging(), logQueue);
  }

  /** The delivery of logs, to run it at once. */
  public LogDelivery logDelivery() {
    return logDelivery;
  }

  /** Who is told of events in a bucket. */
  public Notifications notifications() {
    return buckets.notifications();
  }

  /** Events that wait to be told. */
  public Outbox outbox() {
    return objects.outbox();
  }

  /** The work of telling them. */
  public Deliveries deliveries() {
    return deliveries;
  }

  public Unconfigured unconfigured() {
    return new Unconfigured(buckets.buckets());
  }

  public UnconfiguredById unconfiguredById() {
    return new UnconfiguredById(buckets.buckets());
  }

  public FixedSettings fixedSettings() {
    return new FixedSettings(buckets.buckets());
  }

  public BucketPolicies policies() {
    return buckets.policies();
  }

  public PublicAccess publicAccess() {
    return buckets.publicAccess();
  }

  public AccountPublicAccess accountPublicAccess() {
    return buckets.accountPublicAccess();
  }

  public Ownership ownership() {
    return buckets.ownership();
  }

  public BucketAcls bucketAcls() {
    return buckets.acls();
  }

  public BucketRemoval bucketRemoval() {
    return objects.bucketRemoval();
  }

  public Objects objects() {
    return objects.objects();
  }

  public Deletes deletes() {
    return objects.deletes();
  }

  public Listings listings() {
    return objects.listings();
  }

  public VersionListings versionListings() {
    return objects.versionListings();
  }

  public Uploads uploads() {
    return objects.uploads();
  }

  public UploadListings uploadListings() {
    return objects.uploadListings();
  }

  public Completions completions() {
    return objects.completions();
  }

  public Copies copies() {
    return objects.copies();
  }

  public EncryptionUpdates encryptionUpdates() {
    return objects.encryptionUpdates();
  }

  public Renames renames() {
    return objects.renames();
  }

  public ObjectTags objectTags() {
    return objects.tags();
  }

  public ObjectLocks objectLocks() {
    return objects.locks();
  }

  public BucketLocks bucketLocks() {
    return buckets.locks();
  }

  /** What time it is for what expires, for the same. */
  public LifecycleClock lifecycleClock() {
    return buckets.lifecycleClock();
  }

  /** What time it is for locks, for an operator who says that the clock is right. */
  public LockClock lockClock() {
    return buckets.lockClock();
  }

  public BucketTags bucketTags() {
    return buckets.tags();
  }

  public Attributes attributes() {
    return objects.attributes();
  }

  public ObjectAcls objectAcls() {
    return objects.acls();
  }

  /** Which key for which object: to tell it of changes to keys, and to count its calls. */
  public Sse sse() {
    return sse;
  }

  /**
   * What the versions really are, for those who administer the installation.
   *
   * @param states of the keys that buckets and versions name
   */
  public EncryptionReports encryptionReports(KeyStates states) {
    var reports = new BucketReports(kv, buckets.tallies(), states);
    return new EncryptionReports(buckets, objects.census(), reports);
  }

  /** How many versions depend on a KMS key, for the key service. */
  public KeyUses keyUses() {
    return new VersionsUnderKeys(buckets.tallies());
  }

  public Lifecycles lifecycles() {
    return buckets.lifecycles();
  }

  /** The job that does what the rules say by which objects expire. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  public Sweep sweep() {
    return sweep;
  }

  @Override
  public void close() {
    lifecycle.stop();
    reports.stop();
    telling.courier().close(); // nobody waits for answers any more
    end(expiring);
    end(reporter);
    deliveries.close();
    end(runner);
    end(logRunner);
    logDelivery.finish();
    sse.close();
    buckets.close();
  }
}
