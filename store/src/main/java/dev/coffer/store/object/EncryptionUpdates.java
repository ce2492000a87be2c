package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.sse.Conditions;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.store.sse.Sse;
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
  private final Buckets buckets;
  private final Sse sse;
  private final Reads reads;
  private final VersionEdits edits;

  EncryptionUpdates(Buckets buckets, Sse sse, Reads reads, VersionEdits edits) {
    this.buckets = buckets;
    this.sse = sse;
    this.reads = reads;
    this.edits = edits;
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
    edits.change(
        () -> reads.require(at, id),
        found -> {
          asked.requireOwnedBy(bucket.owner().id());
          return rewrapped(call, found, asked);
        });
    return Unit.DONE;
  }

  private VersionRow rewrapped(Call call, Found found, NewEncryption asked) {
    ReadRequest object = found.asks(call, SseCustomer.NONE);
    return found.row().withEnvelope(sse.rewrap(object, asked.keyArn(), asked.bucketKey()));
  }
}
