package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.tag.TagRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.DeleteBucketTagging;
import dev.coffer.wire.s3.GetBucketTagging;
import dev.coffer.wire.s3.PutBucketTagging;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import org.jspecify.annotations.Nullable;

/** The tags of buckets; a bucket without tags has no row for them. */
public final class BucketTags {
  private static final int NO_CONTENT = 204;

  private final Buckets buckets;
  private final Configurations configurations;

  BucketTags(Buckets buckets, Configurations configurations) {
    this.buckets = buckets;
    this.configurations = configurations;
  }

  /** PutBucketTagging. */
  public PutBucketTagging.Output put(Call call, PutBucketTagging op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    Tags tags = TagRules.ofBucket(op.tagging().read());
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.TAGGING, encode(tags));
    return new PutBucketTagging.Output(NO_CONTENT);
  }

  /** GetBucketTagging. */
  public GetBucketTagging.Output get(Call call, GetBucketTagging op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    Tags tags = of(bucket);
    if (tags.isEmpty()) {
      throw S3Error.NoSuchTagSet.with("BucketName", bucket.name());
    }
    return new GetBucketTagging.Output(tags.shown());
  }

  /** DeleteBucketTagging. */
  public Unit delete(Call call, DeleteBucketTagging op) {
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.TAGGING, null);
    return Unit.DONE;
  }

  private Tags of(Bucket bucket) {
    return configurations.find(bucket, Kind.TAGGING).map(BucketTags::decode).orElse(Tags.NONE);
  }

  /** What is stored; nothing for no tags. */
  static @Nullable Bytes encode(Tags tags) {
    if (tags.isEmpty()) {
      return null;
    }
    FieldWriter out = new FieldWriter();
    tags.write(out);
    return out.toBytes();
  }

  static Tags decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Tags tags = Tags.read(in);
    in.requireEnd();
    return tags;
  }
}
