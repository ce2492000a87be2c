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
  private final BucketRemoval bucketRemoval;
  private final QueuedRemovals queuedRemovals;
  private final Orphans orphans;

  /**
   * Builds the room over stores that stay the caller's.
   *
   * @param wake called when something was queued for removal
   */
  public ObjectRoom(
      KvStore kv,
      BlobStore blobs,
      BucketRoom buckets,
      InstantSource clock,
      Entropy entropy,
      Runnable wake) {
    Sse sse = new Sse(buckets.keys(), entropy);
    Bodies bodies = new Bodies(blobs, entropy);
    Removals removals = new Removals(kv, clock, wake);
    Versions versions = new Versions(kv, buckets.keys());
    VersionChanges changes =
        new VersionChanges(kv, versions, removals, buckets.keys(), clock, entropy);
    Reads reads = new Reads(kv, versions, bodies, buckets.keys(), sse);
    this.objects = new Objects(buckets.buckets(), sse, bodies, versions, changes, reads);
    this.deletes =
        new Deletes(buckets.buckets(), changes, new VersionRemoval(kv, versions, removals));
    this.bucketRemoval = new BucketRemoval(kv, blobs, buckets.buckets());
    this.queuedRemovals = new QueuedRemovals(kv, blobs, removals);
    this.orphans = new Orphans(kv, blobs);
  }

  public Objects objects() {
    return objects;
  }

  public Deletes deletes() {
    return deletes;
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
}
