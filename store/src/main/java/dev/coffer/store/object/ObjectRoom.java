package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.sse.Sse;
import java.time.InstantSource;

/** This room, built: its operations, and what the sweep may ask of it. */
public final class ObjectRoom {
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
  private final Attributes attributes;
  private final ObjectAcls acls;
  private final BucketRemoval bucketRemoval;
  private final QueuedRemovals queuedRemovals;
  private final Orphans orphans;
  private final VersionCensus census;

  /**
   * Builds the room over stores that stay the caller's.
   *
   * @param wake called when something was queued for removal
   */
  public ObjectRoom(
      KvStore kv,
      BlobStore blobs,
      BucketRoom buckets,
      Sse sse,
      InstantSource clock,
      Entropy entropy,
      Runnable wake) {
    Bodies bodies = new Bodies(blobs, entropy);
    Removals removals = new Removals(kv, clock, wake);
    Versions versions = new Versions(kv, buckets.keys());
    VersionTally tally = new VersionTally(buckets.tallies());
    VersionChanges changes =
        new VersionChanges(kv, versions, removals, tally, buckets.keys(), clock, entropy);
    ObjectWriter writer = new ObjectWriter(bodies, changes, entropy);
    RunningReads running = new RunningReads();
    Reads reads = new Reads(kv, versions, bodies, buckets.keys(), sse, running);
    Appends appends = new Appends(sse, versions, changes, bodies, reads, entropy);
    this.objects = new Objects(buckets.buckets(), sse, versions, writer, appends, reads);
    this.deletes =
        new Deletes(buckets.buckets(), changes, new VersionRemoval(kv, versions, removals, tally));
    UploadRows uploadRows = new UploadRows(kv, buckets.keys(), removals, entropy);
    PartWriter parts = new PartWriter(sse, bodies, uploadRows, clock, entropy);
    this.listings = new Listings(buckets.buckets(), kv);
    this.versionListings = new VersionListings(buckets.buckets(), versions, kv);
    this.uploads = new Uploads(buckets.buckets(), sse, uploadRows, parts, clock, entropy);
    this.uploadListings =
        new UploadListings(buckets.buckets(), sse, uploadRows, buckets.keys(), kv);
    this.completions =
        new Completions(
            buckets.buckets(),
            sse,
            versions,
            changes,
            uploadRows,
            removals,
            buckets.keys(),
            entropy);
    this.copies =
        new Copies(
            buckets.buckets(),
            sse,
            writer,
            uploadRows,
            parts,
            new Sources(buckets.buckets(), versions, reads));
    VersionEdits edits = new VersionEdits(kv, versions, tally, buckets.keys(), entropy);
    this.encryptionUpdates = new EncryptionUpdates(buckets.buckets(), sse, reads, edits);
    this.tags = new ObjectTags(buckets.buckets(), reads, edits);
    this.attributes = new Attributes(buckets.buckets(), reads);
    this.acls = new ObjectAcls(buckets.buckets(), reads);
    this.queuedRemovals = new QueuedRemovals(kv, blobs, removals, running);
    Moves moves = new Moves(kv, tally);
    this.bucketRemoval = new BucketRemoval(kv, blobs, buckets.buckets(), moves, queuedRemovals);
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

  public Orphans orphans() {
    return orphans;
  }

  public VersionCensus census() {
    return census;
  }
}
