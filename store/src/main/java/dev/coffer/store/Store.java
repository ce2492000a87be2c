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
import dev.coffer.store.bucket.BucketPolicies;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.BucketTags;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.Encryption;
import dev.coffer.store.bucket.FixedSettings;
import dev.coffer.store.bucket.Ownership;
import dev.coffer.store.bucket.PublicAccess;
import dev.coffer.store.bucket.Unconfigured;
import dev.coffer.store.bucket.UnconfiguredById;
import dev.coffer.store.bucket.Versioning;
import dev.coffer.store.job.JobRunner;
import dev.coffer.store.job.Sweep;
import dev.coffer.store.object.Attributes;
import dev.coffer.store.object.BucketRemoval;
import dev.coffer.store.object.Completions;
import dev.coffer.store.object.Copies;
import dev.coffer.store.object.Deletes;
import dev.coffer.store.object.EncryptionUpdates;
import dev.coffer.store.object.Listings;
import dev.coffer.store.object.ObjectAcls;
import dev.coffer.store.object.ObjectRoom;
import dev.coffer.store.object.ObjectTags;
import dev.coffer.store.object.Objects;
import dev.coffer.store.object.Renames;
import dev.coffer.store.object.UploadListings;
import dev.coffer.store.object.Uploads;
import dev.coffer.store.object.VersionListings;
import dev.coffer.store.report.BucketReports;
import dev.coffer.store.report.EncryptionReports;
import dev.coffer.store.report.VersionsUnderKeys;
import dev.coffer.store.session.Sessions;
import dev.coffer.store.sse.Sse;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An object store over a key store and a blob store, which stay the caller's.
 *
 * <p>Life: {@link #open}, then, where the sweep shall run by itself, {@link #startJobs}; closing
 * ends the jobs and forgets the keys. All operations are safe for any number of threads and block;
 * they are meant for virtual threads.
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
  private final AtomicReference<@Nullable JobRunner> runner = new AtomicReference<>();

  private Store(
      KvStore kv,
      BlobStore blobs,
      BucketRoom buckets,
      Sse sse,
      InstantSource clock,
      Entropy entropy) {
    this.kv = kv;
    this.buckets = buckets;
    this.sse = sse;
    this.objects = new ObjectRoom(kv, blobs, buckets, sse, clock, entropy, this::wake);
    this.sweep = new Sweep(buckets, objects, clock);
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
    BucketRoom buckets = BucketRoom.open(kv, root, settings, principalExists, clock, entropy);
    Sse sse = new Sse(buckets.keys(), kms, clock, entropy);
    return new Store(kv, blobs, buckets, sse, clock, entropy);
  }

  /** Lets the sweep run in the background until the store is closed. */
  public void startJobs() {
    JobRunner started = new JobRunner(sweep);
    if (!runner.compareAndSet(null, started)) {
      throw new IllegalStateException("the jobs run already");
    }
    started.start();
  }

  private void wake() {
    JobRunner running = runner.get();
    if (running != null) {
      running.wake();
    }
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

  public Sweep sweep() {
    return sweep;
  }

  @Override
  public void close() {
    JobRunner running = runner.get();
    if (running != null) {
      running.close();
    }
    sse.close();
    buckets.close();
  }
}
