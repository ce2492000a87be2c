package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.Unit;

/**
 * A bucket's default encryption. Order of checks: bucket, expected owner, integrity and schema of
 * the body, rules across fields; keys are not looked at. Source: spec/encryption.md §1.
 */
public final class Encryption {
  private final Buckets buckets;

  public Encryption(Buckets buckets) {
    this.buckets = buckets;
  }

  /** PutBucketEncryption. */
  public Unit put(Call call, PutBucketEncryption op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    ServerSideEncryptionConfiguration configuration = op.configuration().read();
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket -> bucket.withEncryption(EncryptionRules.put(bucket.encryption(), configuration)));
    return Unit.DONE;
  }

  /** GetBucketEncryption. */
  public GetBucketEncryption.Output get(Call call, GetBucketEncryption op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketEncryption.Output(Document.of(EncryptionRules.shown(bucket.encryption())));
  }

  /** DeleteBucketEncryption: back to what the profile began with (R32, R33). */
  public Unit delete(Call call, DeleteBucketEncryption op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    buckets.change(
        op.bucket(),
        op.expectedBucketOwner(),
        bucket ->
            bucket.withEncryption(EncryptionSettings.initial(bucket.kind(), bucket.profile())));
    return Unit.DONE;
  }
}
