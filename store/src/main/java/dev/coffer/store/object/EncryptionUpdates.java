package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.LockClock;
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
  /** R122, with its typographic apostrophe. */
  private static final String LOCKED =
      "The encryption type for the specified object can’t be updated because that "
          + "object is protected by S3 Object Lock. If the object has a governance-mode "
          + "retention period or a legal hold, you must first remove the Object Lock status "
          + "on the object before you issue your UpdateObjectEncryption request. You can't "
          + "use the UpdateObjectEncryption operation with objects that have an Object Lock "
          + "compliance mode retention period applied to them.";

  private final Buckets buckets;
  private final Sse sse;
  private final Reads reads;
  private final VersionEdits edits;
  private final LockClock clock;

  EncryptionUpdates(Buckets buckets, Sse sse, Reads reads, VersionEdits edits, LockClock clock) {
    this.buckets = buckets;
    this.sse = sse;
    this.reads = reads;
    this.edits = edits;
    this.clock = clock;
  }

  /** UpdateObjectEncryption. */
  public Unit update(Call call, UpdateObjectEncryption op) {
    if (call.caller() instanceof Caller.Anonymous) {
      throw Conditions.unsignedUpdate();
    }
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    NewEncryption asked = NewEncryption.of(op.encryption().read());
    var at = new ObjectGroup(bucket, op.key());
    @Nullable VersionId id = VersionId.parse(op.versionId());
    Found changed =
        edits.change(
            id,
            () -> reads.require(at, id, "PUT"),
            found -> {
              asked.requireOwnedBy(bucket.owner().id());
              requireUnlocked(found);
              return rewrapped(call, found, asked);
            });
    sse.moved(
        changed.asks(call, SseCustomer.NONE),
        asked.applied(),
        Views.versionId(bucket, changed.row()));
    return Unit.DONE;
  }

  /** A new envelope is a change, and not even governance may be bypassed for it. */
  private void requireUnlocked(Found found) {
    if (found.details().extras().lock().binds(clock.now(), false)) {
      throw S3Error.AccessDenied.because(LOCKED);
    }
  }

  private VersionRow rewrapped(Call call, Found found, NewEncryption asked) {
    ReadRequest object = found.asks(call, SseCustomer.NONE);
    return found.row().withEnvelope(sse.rewrap(object, asked.keyArn(), asked.bucketKey()));
  }
}
