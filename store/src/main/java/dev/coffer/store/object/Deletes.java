package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketLocks;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.event.EventKind;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Delete;
import dev.coffer.wire.s3.DeleteObjects.Deleted;
import dev.coffer.wire.s3.DeleteObjects.Failed;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DeleteObject and DeleteObjects.
 *
 * <p>Without a version id, a bucket with versioning gets a delete marker, and one without loses the
 * object. With one, that version is gone for good; that it was not there is no error.
 */
public final class Deletes {
  private static final int MOST = 1000;
  private static final String BYPASS = "x-amz-bypass-governance-retention";

  private final Buckets buckets;
  private final VersionChanges changes;
  private final VersionRemoval removal;
  private final BucketLocks locks;

  Deletes(Buckets buckets, VersionChanges changes, VersionRemoval removal, BucketLocks locks) {
    this.buckets = buckets;
    this.locks = locks;
    this.changes = changes;
    this.removal = removal;
  }

  /**
   * What became of a key or version.
   *
   * @param marker whether a delete marker was made, or removed
   * @param versionId as shown
   */
  private record Done(boolean marker, @Nullable String versionId) {
    @Nullable Boolean markerOrNothing() {
      return marker ? Boolean.TRUE : null;
    }
  }

  /** DeleteObject. */
  public DeleteObject.Output deleteObject(Call call, DeleteObject op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    boolean bypass = bypass(bucket, op.bypassGovernance());
    VersionId id = VersionId.parse(op.versionId());
    DirectoryRules.requireVersion(bucket, id);
    var at = new ObjectGroup(bucket, op.key());
    Done done = delete(call, at, id, DeleteCondition.of(bucket, op), bypass);
    return new DeleteObject.Output(done.markerOrNothing(), done.versionId());
  }

  /** Whether governance is to be bypassed, of which one speaks only where there is Object Lock. */
  private boolean bypass(Bucket bucket, @Nullable Boolean asked) {
    DirectoryRules.requireNoBypass(bucket, asked);
    if (asked != null && locks.find(bucket).isEmpty()) {
      throw S3Error.InvalidArgument.because(
              BYPASS + " is only applicable to Object Lock enabled buckets.")
          .with("ArgumentName", BYPASS);
    }
    return Boolean.TRUE.equals(asked);
  }

  private Done delete(
      Call call,
      ObjectGroup at,
      @Nullable VersionId id,
      DeleteCondition condition,
      boolean bypass) {
    Occasion removed = Occasion.of(EventKind.DELETE, call);
    if (id != null) {
      boolean marker =
          removal
              .remove(at, id, condition, bypass, removed)
              .filter(VersionRow::deleteMarker)
              .isPresent();
      return new Done(marker, id.text());
    }
    if (at.bucket().versioning() == VersioningState.NEVER_SET) {
      removal.remove(at, VersionId.NULL, condition, bypass, removed);
      return new Done(false, null);
    }
    Occasion marked = Occasion.of(EventKind.DELETE_MARKER, call);
    return new Done(true, changes.mark(at, condition, marked).id().text());
  }

  /** DeleteObjects; a caller without the right to one of them has only that one refused. */
  public DeleteObjects.Output deleteObjects(Call call, Rights rights, DeleteObjects op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    requireIntegrity(op.integrity());
    Delete delete = op.delete().read();
    if (delete.objects().isEmpty() || delete.objects().size() > MOST) {
      throw S3Error.MalformedXML.refusal();
    }
    boolean bypass = bypass(bucket, op.bypassGovernance());
    List<Deleted> deleted = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    for (Target target : delete.objects()) {
      try {
        requireRights(rights, bucket, target, bypass);
        deleted.add(delete(call, bucket, target, bypass));
      } catch (S3Exception e) {
        failed.add(new Failed(target.key(), target.versionId(), e.error().code(), e.text()));
      }
    }
    boolean quiet = Boolean.TRUE.equals(delete.quiet());
    return new DeleteObjects.Output(quiet ? List.of() : deleted, failed);
  }

  /** In directory buckets there are no rights to single objects. */
  private static void requireRights(Rights rights, Bucket bucket, Target target, boolean bypass) {
    if (bucket.directory()) {
      return;
    }
    String version = target.versionId();
    Rights asked = version == null ? rights : rights.with("s3:VersionId", version);
    String action = version == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    String arn = ObjectRights.arn(new ObjectGroup(bucket, target.key()));
    ObjectRights.require(asked, action, arn);
    if (bypass) {
      ObjectRights.require(asked, "s3:BypassGovernanceRetention", arn);
    }
  }

  private Deleted delete(Call call, Bucket bucket, Target target, boolean bypass) {
    if (target.key().isEmpty()) {
      throw S3Error.MalformedXML.refusal();
    }
    VersionId id = VersionId.parse(target.versionId());
    DirectoryRules.requireVersion(bucket, id);
    ObjectGroup at = new ObjectGroup(bucket, target.key());
    Done done = delete(call, at, id, new DeleteCondition(target.eTag()), bypass);
    return new Deleted(
        target.key(),
        target.versionId(),
        done.markerOrNothing(),
        done.marker() ? done.versionId() : null);
  }

  private static void requireIntegrity(Integrity integrity) {
    if (!integrity.declared()) {
      throw S3Error.InvalidRequest.because(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
  }
}
