package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketCors;
import dev.coffer.wire.s3.GetBucketCors;
import dev.coffer.wire.s3.PutBucketCors;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import java.util.Optional;

/** The rules of buckets for pages of other origins; the gateway asks for them and obeys. */
public final class Cors {
  private final Buckets buckets;
  private final Configurations configurations;

  Cors(Buckets buckets, Configurations configurations) {
    this.buckets = buckets;
    this.configurations = configurations;
  }

  /**
   * The rules of a bucket.
   *
   * @throws dev.coffer.wire.s3.S3Exception NoSuchBucket
   */
  public Optional<CorsRules> find(String bucket) {
    return of(buckets.require(bucket));
  }

  private Optional<CorsRules> of(Bucket bucket) {
    return configurations.find(bucket, Kind.CORS).map(CorsRules::decode);
  }

  /** PutBucketCors. */
  public Unit put(Call call, PutBucketCors op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    CorsRules rules = CorsRules.of(op.configuration().read());
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.CORS, rules.encode());
    return Unit.DONE;
  }

  /** GetBucketCors. */
  public GetBucketCors.Output get(Call call, GetBucketCors op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    return of(bucket)
        .map(rules -> new GetBucketCors.Output(Document.of(rules.shown())))
        .orElseThrow(() -> S3Error.NoSuchCORSConfiguration.with("BucketName", bucket.name()));
  }

  /** DeleteBucketCors. */
  public Unit delete(Call call, DeleteBucketCors op) {
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.CORS, null);
    return Unit.DONE;
  }
}
