package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeletePublicAccessBlock;
import dev.coffer.wire.s3.GetPublicAccessBlock;
import dev.coffer.wire.s3.PutPublicAccessBlock;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;

/**
 * The switches against public access of buckets, to which those of their accounts are added.
 *
 * <p>Two of them are about access control lists, which are never in force here: a public one cannot
 * be set and is refused as such. The other two forbid public policies, and void what a public
 * policy gives to others than the owner's account.
 */
public final class PublicAccess {
  private final Buckets buckets;
  private final AccountBlocks accounts;

  PublicAccess(Buckets buckets, AccountBlocks accounts) {
    this.buckets = buckets;
    this.accounts = accounts;
  }

  /** What holds for a bucket: its own switches and its account's. */
  public PublicAccessBlock of(Bucket bucket) {
    PublicAccessBlock account = accounts.find(bucket.owner().id()).orElse(PublicAccessBlock.NONE);
    return bucket.access().block().or(account);
  }

  /** GetPublicAccessBlock of a bucket: its own, whatever its account's are. */
  public GetPublicAccessBlock.Output get(Call call, GetPublicAccessBlock op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    PublicAccessBlock block = bucket.access().publicAccess();
    if (block == null) {
      throw S3Error.NoSuchPublicAccessBlockConfiguration.with("BucketName", bucket.name());
    }
    return new GetPublicAccessBlock.Output(Document.of(block.shown()));
  }

  /** PutPublicAccessBlock of a bucket: replaces all four. */
  public Unit put(Call call, PutPublicAccessBlock op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    PublicAccessBlock block = PublicAccessBlock.of(op.configuration().read());
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket -> bucket.withAccess(access -> access.withPublicAccess(block)));
    return Unit.DONE;
  }

  /** DeletePublicAccessBlock of a bucket. */
  public Unit delete(Call call, DeletePublicAccessBlock op) {
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket -> bucket.withAccess(access -> access.withPublicAccess(null)));
    return Unit.DONE;
  }
}
