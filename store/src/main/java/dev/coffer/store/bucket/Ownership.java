package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketOwnershipControls;
import dev.coffer.wire.s3.GetBucketOwnershipControls;
import dev.coffer.wire.s3.OwnershipControls;
import dev.coffer.wire.s3.PutBucketOwnershipControls;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the objects of a bucket: always its owner.
 *
 * <p>The other two settings would bring access control lists into force, which are not served; they
 * are refused by name. Deleting the rule removes what is shown and changes nothing else.
 */
public final class Ownership {
  static final String ENFORCED = "BucketOwnerEnforced";

  private final Buckets buckets;

  Ownership(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketOwnershipControls. */
  public GetBucketOwnershipControls.Output get(Call call, GetBucketOwnershipControls op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    if (!bucket.access().ownershipSaid()) {
      throw S3Error.OwnershipControlsNotFoundError.with("BucketName", bucket.name());
    }
    var rule = new OwnershipControls.Rule(ENFORCED);
    return new GetBucketOwnershipControls.Output(Document.of(new OwnershipControls(List.of(rule))));
  }

  /** PutBucketOwnershipControls. */
  public Unit put(Call call, PutBucketOwnershipControls op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    List<OwnershipControls.Rule> rules = op.controls().read().rules();
    if (rules.size() != 1) {
      throw S3Error.MalformedXML.refusal();
    }
    requireEnforced(rules.getFirst().objectOwnership());
    say(op.bucket(), op.expectedBucketOwner(), true);
    return Unit.DONE;
  }

  private static void requireEnforced(String ownership) {
    if (unserved(ownership)) {
      throw notServed("Element", "ObjectOwnership", ownership);
    }
    if (!ownership.equals(ENFORCED)) {
      throw S3Error.MalformedXML.refusal();
    }
  }

  static boolean unserved(String ownership) {
    return ownership.equals("BucketOwnerPreferred") || ownership.equals("ObjectWriter");
  }

  static S3Exception notServed(String where, String name, String value) {
    return S3Error.NotImplemented.because(
            "Object ownership other than BucketOwnerEnforced, and with it access control lists, is"
                + " not implemented")
        .with(where, name)
        .with("Value", value);
  }

  /** DeleteBucketOwnershipControls. */
  public Unit delete(Call call, DeleteBucketOwnershipControls op) {
    say(op.bucket(), op.expectedBucketOwner(), false);
    return Unit.DONE;
  }

  private void say(String bucket, @Nullable String expectedOwner, boolean said) {
    buckets.change(
        bucket, expectedOwner, found -> found.withAccess(access -> access.withOwnershipSaid(said)));
  }
}
