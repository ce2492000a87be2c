package dev.coffer.store.recover;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.Materials;
import dev.coffer.kms.key.RecordSeal;
import dev.coffer.kms.key.Rows;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.RootKeyRows;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.StoredBuckets;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.store.object.ObjectFacts;
import dev.coffer.store.object.Salvage;
import dev.coffer.store.object.VersionDetails;
import dev.coffer.store.object.VersionRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The objects of a store that no server uses, opened by the root key and, for SSE-C, by customers'
 * keys.
 *
 * <p>It changes no row and no blob. What is damaged is passed on as {@link Stored.Damaged} and ends
 * nothing: the rest is still found. Closing forgets the keys that it opened, and none that it was
 * given.
 */
public final class Recovery implements AutoCloseable {
  private static final int KEY_BYTES = 32;

  private final Optional<StoredBuckets> buckets;
  private final Optional<WrappingKey> records;
  private final MaterialNames names;
  private final Salvage salvage;
  private final KeyFinder keys;

  private Recovery(KvStore rows, BlobStore blobs, Keyring ring) {
    Entropy entropy = Entropy.system();
    var bucketKeys = new BucketKeys(ring.root(), entropy);
    this.buckets = StoredBuckets.open(rows, ring.root(), entropy);
    this.records = records(rows, ring.root(), entropy);
    // Names are given when materials are made; nothing is made here.
    this.names = new MaterialNames(Secret.random(entropy, KEY_BYTES));
    this.salvage = new Salvage(rows, blobs, bucketKeys);
    Optional<Keys> kmsKeys =
        records
            .map(key -> new RecordSeal(key, ring.root().installationId(), entropy))
            .map(seal -> new Keys(new Rows(rows, SystemKeys.INDEX, seal)));
    var kms =
        new OfflineKms(kmsKeys, new Materials(ring.root(), CustomKeyStores.none(), names, entropy));
    this.keys = new KeyFinder(bucketKeys, kms, ring.customerKeys());
  }

  /**
   * The keys at hand; they stay the caller's.
   *
   * @param customerKeys of 32 bytes each
   */
  public record Keyring(StoreRootKey root, List<Secret> customerKeys) {
    public Keyring {
      customerKeys = List.copyOf(customerKeys);
    }

    /** Names nothing but the type. */
    @Override
    public String toString() {
      return "Keyring";
    }
  }

  /** Opens over rows and blobs, which stay the caller's. */
  public static Recovery open(KvStore rows, BlobStore blobs, Keyring ring) {
    return new Recovery(new FrozenKv(rows), blobs, ring);
  }

  private static Optional<WrappingKey> records(KvStore rows, StoreRootKey root, Entropy entropy) {
    return SystemKeys.exists(rows, RootKeyRows.KMS_RECORDS)
        ? Optional.of(new SystemKeys(rows, root, entropy).require(RootKeyRows.KMS_RECORDS))
        : Optional.empty();
  }

  /** Passes on what is wanted, by bucket and object key, the newest version first. */
  public void each(Wanted wanted, Consumer<Stored> to) {
    for (String name : buckets.map(StoredBuckets::names).orElse(List.of())) {
      if (wanted.has(name)) {
        eachOf(name, wanted, to);
      }
    }
  }

  private void eachOf(String name, Wanted wanted, Consumer<Stored> to) {
    Optional<Bucket> bucket;
    try {
      bucket = buckets.flatMap(stored -> stored.find(name));
    } catch (NotAuthentic | StorageFailure e) {
      to.accept(new Stored.Damaged(name, "", "the bucket's row: " + e.getMessage()));
      return;
    }
    try {
      bucket.ifPresent(found ->
          salvage.each(
              found,
              kept -> {
                if (wanted.has(kept)) {
                  to.accept(stored(kept));
                }
              }));
    } catch (StorageFailure e) {
      // What a table that is damaged has behind the damage, nobody can name.
      to.accept(new Stored.Damaged(name, "", "rows cannot be read: " + e.getMessage()));
    }
  }

  private Stored stored(Salvage.Kept kept) {
    String bucket = kept.at().bucket().name();
    try {
      VersionRow row = kept.row();
      var name = new Stored.Name(bucket, kept.at().key(), row.id().text(), kept.latest());
      VersionDetails details = salvage.details(kept, row);
      return row.deleteMarker()
          ? new Stored.Marker(name, row.facts().lastModified())
          : version(name, kept, row, details);
    } catch (NotAuthentic | StorageFailure e) {
      return new Stored.Damaged(bucket, kept.at().key(), "its row: " + e.getMessage());
    }
  }

  private Stored version(
      Stored.Name name, Salvage.Kept kept, VersionRow row, VersionDetails details) {
    ObjectFacts object = row.object();
    Envelope.Scheme scheme = Envelope.decode(row.envelope().toByteArray()).scheme();
    return new Stored.Version(
        name,
        object.sizeBytes(),
        row.facts().lastModified(),
        object.eTag().text(),
        KeyFinder.encryption(scheme),
        keys.needs(scheme),
        details.description(),
        new Body(kept, row, details, scheme));
  }

  /** What an object's row says of its content. */
  private final class Body implements Stored.Content {
    private final Salvage.Kept kept;
    private final VersionRow row;
    private final VersionDetails details;
    private final Envelope.Scheme scheme;

    Body(Salvage.Kept kept, VersionRow row, VersionDetails details, Envelope.Scheme scheme) {
      this.kept = kept;
      this.row = row;
      this.details = details;
      this.scheme = scheme;
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      try (DataKeys dataKeys = keys.open(kept.at().bucket(), row.object().objectId(), scheme)) {
        salvage.copy(kept, row, details, dataKeys, out);
      } catch (NotAuthentic | StorageFailure e) {
        throw damaged(e);
      }
    }

    @Override
    public void requireThere() throws IOException {
      try {
        salvage.requireSize(kept, row, details, layers(scheme));
      } catch (NotAuthentic | StorageFailure e) {
        throw damaged(e);
      }
    }
  }

  /** How many times a body is sealed. */
  static int layers(Envelope.Scheme scheme) {
    return scheme instanceof Envelope.DsseKms ? 2 : 1;
  }

  static CannotOpen damaged(RuntimeException e) {
    return CannotOpen.damaged("it is damaged: " + e.getMessage(), e);
  }

  Salvage salvage() {
    return salvage;
  }

  KeyFinder keys() {
    return keys;
  }

  /** Passes on every bucket whose row can be read. */
  void eachBucket(Consumer<Bucket> to) {
    for (String name : buckets.map(StoredBuckets::names).orElse(List.of())) {
      Optional<Bucket> bucket = Optional.empty();
      try {
        bucket = buckets.flatMap(stored -> stored.find(name));
      } catch (NotAuthentic | StorageFailure _) {
        // Whoever goes over its versions is told.
      }
      bucket.ifPresent(to);
    }
  }

  @Override
  public void close() {
    buckets.ifPresent(StoredBuckets::close);
    records.ifPresent(WrappingKey::close);
    names.close();
  }
}
