package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.s3.ChecksumHeaders;
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

  private final Buckets buckets;
  private final VersionChanges changes;
  private final VersionRemoval removal;

  Deletes(Buckets buckets, VersionChanges changes, VersionRemoval removal) {
    this.buckets = buckets;
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
    VersionId id = VersionId.parse(op.versionId());
    DirectoryRules.requireVersion(bucket, id);
    Done done = delete(new ObjectGroup(bucket, op.key()), id, new DeleteCondition(op.ifMatch()));
    return new DeleteObject.Output(done.markerOrNothing(), done.versionId());
  }

  private Done delete(ObjectGroup at, @Nullable VersionId id, DeleteCondition condition) {
    if (id != null) {
      boolean marker =
          removal.remove(at, id, condition).filter(VersionRow::deleteMarker).isPresent();
      return new Done(marker, id.text());
    }
    if (at.bucket().versioning() == VersioningState.NEVER_SET) {
      removal.remove(at, VersionId.NULL, condition);
      return new Done(false, null);
    }
    return new Done(true, changes.mark(at, condition).id().text());
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
    List<Deleted> deleted = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    for (Target target : delete.objects()) {
      try {
        requireRight(rights, bucket, target);
        deleted.add(delete(bucket, target));
      } catch (S3Exception e) {
        failed.add(new Failed(target.key(), target.versionId(), e.error().code(), e.text()));
      }
    }
    boolean quiet = Boolean.TRUE.equals(delete.quiet());
    return new DeleteObjects.Output(quiet ? List.of() : deleted, failed);
  }

  /** In directory buckets there are no rights to single objects. */
  private static void requireRight(Rights rights, Bucket bucket, Target target) {
    if (bucket.directory()) {
      return;
    }
    String version = target.versionId();
    Rights asked = version == null ? rights : rights.with("s3:VersionId", version);
    String action = version == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    asked
        .refusal(action, "arn:aws:s3:::" + bucket.name() + "/" + target.key())
        .ifPresent(text -> {
          throw S3Error.AccessDenied.because(text);
        });
  }

  private Deleted delete(Bucket bucket, Target target) {
    if (target.key().isEmpty()) {
      throw S3Error.MalformedXML.refusal();
    }
    VersionId id = VersionId.parse(target.versionId());
    DirectoryRules.requireVersion(bucket, id);
    ObjectGroup at = new ObjectGroup(bucket, target.key());
    Done done = delete(at, id, new DeleteCondition(target.eTag()));
    return new Deleted(
        target.key(),
        target.versionId(),
        done.markerOrNothing(),
        done.marker() ? done.versionId() : null);
  }

  private static void requireIntegrity(Integrity integrity) {
    if (integrity.contentMd5() == null
        && integrity.trailer() == null
        && integrity.checksums().equals(ChecksumHeaders.NONE)) {
      throw S3Error.InvalidRequest.because(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
  }
}
