package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.event.Telling;
import dev.coffer.store.sse.Sse;
import java.time.InstantSource;
import java.util.function.Consumer;

/** This room, built: its operations, and what the sweep may ask of it. */
public final class ObjectRoom {
  /** Rows that expiration looks at before it says how far it has come. */
  private static final int EXPIRATION_ROWS = 1_000;

  private final Objects objects;
  private final Deletes deletes;
  private final Listings listings;
  private final VersionListings versionListings;
  private final Uploads uploads;
  private final UploadListings uploadListings;
  private final Completions completions;
  private final Copies copies;
  private final EncryptionUpdates encryptionUpdates;
  private final Renames renames;
  private final ObjectTags tags;
  private final ObjectLocks locks;
  private final Expirations expirations;
  private final Attributes attributes;
  private final ObjectAcls acls;
  private final BucketRemoval bucketRemoval;
  private final QueuedRemovals queuedRemovals;
  private final Orphans orphans;
  private final VersionCensus census;
  private final InventoryScan inventoryScan;
  private final Outbox outbox;

  /**
   * Builds the room over stores that stay the caller's.
   *
   * @param wake called when something was queued for removal
   * @param telling whom to tell of events
   * @param told called with a webhook's name when there is something to tell it
   */
  public ObjectRoom(
      KvStore kv,
      BlobStore blobs,
      BucketRoom buckets,
      Sse sse,
      Telling telling,
      InstantSource clock,
      Entropy entropy,
      Runnable wake,
      Consumer<String> told) {
    Bodies bodies = new Bodies(blobs, entropy);
    Removals removals = new Removals(kv, clock, wake);
    Versions versions = new Versions(kv, buckets.keys());
    VersionTally tally = new VersionTally(buckets.tallies());
    LockGuard guard = new LockGuard(versions, buckets.lockClock());
    NewLocks newLocks = new NewLocks(buckets.locks(), buckets.lockClock());
    BodiesInUse inUse = new BodiesInUse();
    this.outbox =
        new Outbox(
            kv,
            buckets.notifications(),
            buckets.waitingEvents(),
            telling,
            clock,
            entropy,
            System::nanoTime,
            told);
    VersionChanges changes =
        new VersionChanges(
            kv, versions, removals, tally, guard, inUse, outbox, buckets.keys(), clock, entropy);
    ObjectWriter writer = new ObjectWriter(bodies, changes, entropy);
    Reads reads = new Reads(kv, versions, bodies, buckets.keys(), sse, inUse);
    Appends appends = new Appends(sse, versions, changes, bodies, reads, entropy);
    var headers = new ExpirationHeaders(buckets.lifecycles());
    this.objects =
        new Objects(buckets.buckets(), sse, versions, newLocks, writer, appends, reads, headers);
    VersionRemoval removal = new VersionRemoval(kv, versions, removals, tally, guard, outbox);
    this.deletes = new Deletes(buckets.buckets(), changes, removal, buckets.locks());
    UploadRows uploadRows = new UploadRows(kv, buckets.keys(), removals, entropy);
    this.expirations =
        new Expirations(
            kv, buckets.buckets(), versions, changes, removal, guard, uploadRows, EXPIRATION_ROWS);
    PartWriter parts = new PartWriter(sse, bodies, uploadRows, clock, entropy);
    this.listings = new Listings(buckets.buckets(), kv);
    this.versionListings = new VersionListings(buckets.buckets(), versions, kv);
    this.uploads =
        new Uploads(buckets.buckets(), sse, newLocks, uploadRows, parts, headers, clock, entropy);
    this.uploadListings =
        new UploadListings(buckets.buckets(), sse, uploadRows, buckets.keys(), kv, headers);
    this.completions =
        new Completions(
            buckets.buckets(),
            sse,
            newLocks,
            versions,
            changes,
            uploadRows,
            buckets.keys(),
            headers,
            entropy,
            buckets.settings().leastPartBytes());
    this.copies =
        new Copies(
            buckets.buckets(),
            sse,
            newLocks,
            writer,
            uploadRows,
            parts,
            new Sources(buckets.buckets(), versions, reads),
            headers);
    VersionEdits edits = new VersionEdits(kv, versions, tally, outbox, buckets.keys(), entropy);
    this.encryptionUpdates =
        new EncryptionUpdates(buckets.buckets(), sse, reads, edits, buckets.lockClock());
    this.locks =
        new ObjectLocks(buckets.buckets(), buckets.locks(), buckets.lockClock(), reads, edits);
    this.tags = new ObjectTags(buckets.buckets(), reads, edits);
    this.attributes = new Attributes(buckets.buckets(), reads);
    this.acls = new ObjectAcls(buckets.buckets(), reads);
    this.queuedRemovals = new QueuedRemovals(kv, blobs, removals, inUse);
    Moves moves = new Moves(kv, tally);
    this.bucketRemoval =
        new BucketRemoval(kv, blobs, buckets.buckets(), moves, queuedRemovals, outbox);
    this.renames =
        new Renames(
            kv,
            buckets.buckets(),
            versions,
            changes,
            moves,
            new RenameHints(kv, clock),
            new ClientTokens(kv, clock),
            entropy);
    this.orphans = new Orphans(kv, blobs);
    this.census = new VersionCensus(kv, buckets.tallies(), tally, VersionCensus.ROWS);
    this.inventoryScan = new InventoryScan(kv, buckets.keys(), sse);
  }

  public Objects objects() {
    return objects;
  }

  public Deletes deletes() {
    return deletes;
  }

  public Listings listings() {
    return listings;
  }

  public VersionListings versionListings() {
    return versionListings;
  }

  public Uploads uploads() {
    return uploads;
  }

  public UploadListings uploadListings() {
    return uploadListings;
  }

  public Completions completions() {
    return completions;
  }

  public Copies copies() {
    return copies;
  }

  public EncryptionUpdates encryptionUpdates() {
    return encryptionUpdates;
  }

  public Renames renames() {
    return renames;
  }

  public ObjectTags tags() {
    return tags;
  }

  public ObjectLocks locks() {
    return locks;
  }

  public Expirations expirations() {
    return expirations;
  }

  public Attributes attributes() {
    return attributes;
  }

  public ObjectAcls acls() {
    return acls;
  }

  public BucketRemoval bucketRemoval() {
    return bucketRemoval;
  }

  public QueuedRemovals queuedRemovals() {
    return queuedRemovals;
  }

  /** Events that wait to be told. */
  public Outbox outbox() {
    return outbox;
  }

  public Orphans orphans() {
    return orphans;
  }

  public VersionCensus census() {
    return census;
  }

  public InventoryScan inventoryScan() {
    return inventoryScan;
  }
}
