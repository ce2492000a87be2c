package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.AclRules;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AccessControlPolicy;
import dev.coffer.wire.s3.GetObjectAcl;
import dev.coffer.wire.s3.PutObjectAcl;
import dev.coffer.wire.s3.Unit;

/** An object's access control list, which is always the same: full control for its owner. */
public final class ObjectAcls {
  private final Buckets buckets;
  private final Reads reads;

  ObjectAcls(Buckets buckets, Reads reads) {
    this.buckets = buckets;
    this.reads = reads;
  }

  /** GetObjectAcl. */
  public GetObjectAcl.Output get(Call call, GetObjectAcl op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    Found found = reads.require(new ObjectGroup(bucket, op.key()), VersionId.parse(op.versionId()));
    ObjectRights.of(call, found);
    return new GetObjectAcl.Output(
        Document.of(AccessControlPolicy.fullControl(found.row().facts().ownerId())));
  }

  /** PutObjectAcl; what it does not refuse changes nothing. */
  public Unit put(Call call, PutObjectAcl op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    AclRules.require(bucket, op.grants(), op.acl());
    var at = new ObjectGroup(bucket, op.key());
    Found found = reads.require(at, VersionId.parse(op.versionId()), "PUT");
    ObjectRights.of(call, found);
    return Unit.DONE;
  }
}
