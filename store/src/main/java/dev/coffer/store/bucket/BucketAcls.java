package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AccessControlPolicy;
import dev.coffer.wire.s3.GetBucketAcl;
import dev.coffer.wire.s3.PutBucketAcl;
import dev.coffer.wire.s3.Unit;

/** A bucket's access control list, which is always the same: full control for its owner. */
public final class BucketAcls {
  private final Buckets buckets;

  BucketAcls(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketAcl. */
  public GetBucketAcl.Output get(Call call, GetBucketAcl op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketAcl.Output(
        Document.of(AccessControlPolicy.fullControl(bucket.owner().canonicalId())));
  }

  /** PutBucketAcl; what it does not refuse changes nothing. */
  public Unit put(Call call, PutBucketAcl op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    AclRules.require(bucket, op.grants(), op.acl());
    return Unit.DONE;
  }
}
