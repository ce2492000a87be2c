package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.Unit;
import java.util.function.UnaryOperator;

/**
 * A bucket's default encryption. Order of checks: bucket, expected owner, integrity and schema of
 * the body, rules across fields. Keys are looked at for directory buckets only, last and before
 * anything is stored. Source: spec/encryption.md §1, §5.3.
 */
public final class Encryption {
  private final Buckets buckets;
  private final KeyCheck keys;

  public Encryption(Buckets buckets, KeyCheck keys) {
    this.buckets = buckets;
    this.keys = keys;
  }

  /** Looks at the key that the default of a directory bucket names. */
  @FunctionalInterface
  public interface KeyCheck {
    /** The key's ARN, when the caller may use it in that bucket; refused otherwise. */
    String requireUsable(Call call, Bucket bucket, String keyId);
  }

  /** PutBucketEncryption. */
  public Unit put(Call call, PutBucketEncryption op) {
    Bucket found = buckets.require(op.bucket(), op.expectedBucketOwner());
    ServerSideEncryptionConfiguration configuration = op.configuration().read();
    UnaryOperator<Bucket> change =
        switch (found.kind()) {
          case BucketKind.GeneralPurpose _ ->
              bucket ->
                  bucket.withEncryption(EncryptionRules.put(bucket.encryption(), configuration));
          case BucketKind.Directory _ -> directory(call, found, configuration);
        };
    buckets.change(op.bucket(), op.expectedBucketOwner(), change);
    return Unit.DONE;
  }

  private UnaryOperator<Bucket> directory(
      Call call, Bucket found, ServerSideEncryptionConfiguration configuration) {
    DirectoryDefault asked = DirectoryDefault.of(configuration);
    String keyId = asked.keyId();
    String keyArn = keyId == null ? null : keys.requireUsable(call, found, keyId);
    return bucket -> asked.applied(bucket, keyArn);
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
