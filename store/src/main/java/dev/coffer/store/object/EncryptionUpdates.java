package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.object.Versions.Standing;
import dev.coffer.store.sse.Conditions;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.Unit;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import org.jspecify.annotations.Nullable;

/**
 * UpdateObjectEncryption: puts a new envelope around the data key of a version that is there.
 *
 * <p>Nothing else changes: no data is read or moved, so it takes as long for a large object as for
 * a small one; ETag, time and checksums stay. It is one commit, so a reader sees the one envelope
 * or the other, and either opens. A version that changes meanwhile is looked at anew.
 */
public final class EncryptionUpdates {
  private final KvStore kv;
  private final Buckets buckets;
  private final Sse sse;
  private final Versions versions;
  private final VersionTally tally;
  private final Reads reads;

  EncryptionUpdates(
      KvStore kv, Buckets buckets, Sse sse, Versions versions, VersionTally tally, Reads reads) {
    this.kv = kv;
    this.buckets = buckets;
    this.sse = sse;
    this.versions = versions;
    this.tally = tally;
    this.reads = reads;
  }

  /** UpdateObjectEncryption. */
  public Unit update(Call call, UpdateObjectEncryption op) {
    if (call.caller() instanceof Caller.Anonymous) {
      throw Conditions.unsignedUpdate();
    }
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(op.requestPayer());
    NewEncryption asked = NewEncryption.of(op.encryption().read());
    var at = new ObjectGroup(bucket, op.key());
    @Nullable VersionId id = VersionId.parse(op.versionId());
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Found found = reads.require(at, id);
      asked.requireOwnedBy(bucket.owner().id());
      if (replaced(found, rewrapped(call, found, asked))) {
        return Unit.DONE;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  private VersionRow rewrapped(Call call, Found found, NewEncryption asked) {
    ReadRequest object = found.asks(call, SseCustomer.NONE);
    return found.row().withEnvelope(sse.rewrap(object, asked.keyArn(), asked.bucketKey()));
  }

  /** Whether the version was still as it was found, and is now as it shall be. */
  private boolean replaced(Found found, VersionRow row) {
    Standing standing = versions.standing(found.at(), found.row().id()).orElse(null);
    Bytes before = found.row().encode();
    if (standing == null || !standing.bytes().equals(before)) {
      return false;
    }
    Bytes suffix = standing.suffix();
    Commit.Builder commit =
        found.at().commit().expectEqual(suffix, before).put(suffix, row.encode());
    tally.changed(found.at().bucket(), found.row(), row, commit);
    return switch (Settle.commit(kv, commit.build(), suffix)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw VersionChanges.noBucket(found.at());
      case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
    };
  }
}
