package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.Listed;
import dev.coffer.store.lock.Period;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.SseApplied;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory is about, version by version, keys ascending, newest first within a key. Each
 * row is opened, so what is said of a version is authentic but for its type of encryption, which
 * only its key proves.
 *
 * <p>No snapshot, as a listing is none; memory does not grow with the bucket.
 */
public final class InventoryScan {
  private static final int PAGE = 512;

  private final KvStore kv;
  private final BucketKeys keys;
  private final Sse sse;

  InventoryScan(KvStore kv, BucketKeys keys, Sse sse) {
    this.kv = kv;
    this.keys = keys;
    this.sse = sse;
  }

  /**
   * Begins a stretch; the receiver closes it.
   *
   * @param from where it begins; null for the beginning of what the inventory is about
   */
  public Stretch open(Bucket bucket, Inventory inventory, @Nullable Key from) {
    return new Stretch(bucket, inventory, from);
  }

  /** Versions that follow each other, for one thread. */
  public final class Stretch implements AutoCloseable {
    private final Bucket bucket;
    private final Bytes prefix;
    private final boolean allVersions;
    private final WrappingKey key;
    private final Iterator<Entry> entries;
    private @Nullable Entry upcoming;

    private Stretch(Bucket bucket, Inventory inventory, @Nullable Key from) {
      String filter = inventory.filterPrefix();
      this.bucket = bucket;
      this.prefix = Bytes.utf8(filter == null ? "" : filter);
      this.allVersions = inventory.allVersions();
      this.key = keys.metadata(bucket);
      Key first = Key.startOf(prefix.isEmpty() ? Bytes.of((byte) 0) : prefix);
      this.entries = KvScan.entries(kv, bucket.index(), from == null ? first : from, PAGE);
    }

    /** Where the next version stands; null at the end. */
    public @Nullable Key next() {
      Entry entry = peek();
      return entry == null ? null : entry.key();
    }

    /**
     * The next version; empty at the end.
     *
     * @throws dev.coffer.crypto.seal.NotAuthentic when it is not what was stored here
     */
    public Optional<Listed> read() {
      Entry entry = peek();
      if (entry == null) {
        return Optional.empty();
      }
      upcoming = null;
      return Optional.of(listed(entry));
    }

    private @Nullable Entry peek() {
      while (upcoming == null && entries.hasNext()) {
        Entry entry = entries.next();
        if (!entry.key().group().startsWith(prefix)) {
          return null;
        }
        if (meant(entry)) {
          upcoming = entry;
        }
      }
      return upcoming;
    }

    private boolean meant(Entry entry) {
      Bytes suffix = entry.key().suffix();
      return allVersions
          ? Suffixes.isVersion(suffix)
          : suffix.equals(Suffixes.CURRENT) && !VersionRow.decode(entry.value()).deleteMarker();
    }

    private Listed listed(Entry entry) {
      VersionRow row = VersionRow.decode(entry.value());
      var at = new ObjectGroup(bucket, entry.key().group().toUtf8());
      VersionDetails details = row.open(at, key);
      VersionFacts facts = row.facts();
      return new Listed(
          at.key(),
          facts.nullVersion() ? null : facts.id().text(),
          entry.key().suffix().equals(Suffixes.CURRENT),
          facts.lastModified(),
          row.deleteMarker()
              ? new Listed.Marker(facts.ownerId())
              : version(row, details.extras().lock()));
    }

    private Listed.Version version(VersionRow row, VersionLock lock) {
      ObjectFacts object = row.object();
      SseApplied applied = sse.applied(row.envelope());
      ChecksumMark checksum = object.checksum();
      return new Listed.Version(
          object.sizeBytes(),
          row.facts().lastModified(),
          object.eTag().text().replace("\"", ""),
          object.storageClass(),
          object.eTag().parts() > 0,
          encryption(applied),
          Boolean.TRUE.equals(applied.bucketKeyEnabled()),
          lock(lock),
          checksum == null ? null : checksum.algorithm().name(),
          row.facts().ownerId());
    }

    @Override
    public void close() {
      key.close();
    }
  }

  private static Listed.Encryption encryption(SseApplied applied) {
    if (applied.customerAlgorithm() != null) {
      return Listed.Encryption.SSE_C;
    }
    return switch (String.valueOf(applied.algorithm())) {
      case "AES256" -> Listed.Encryption.SSE_S3;
      case "aws:kms" -> Listed.Encryption.SSE_KMS;
      case "aws:kms:dsse" -> Listed.Encryption.DSSE_KMS;
      default -> throw new IllegalStateException("an encryption of no type");
    };
  }

  private static Listed.Lock lock(VersionLock lock) {
    Period period = lock.period();
    boolean held = Boolean.TRUE.equals(lock.held());
    return period == null
        ? new Listed.Lock(null, null, held)
        : new Listed.Lock(period.mode().name(), period.until(), held);
  }
}
