package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AbacStatus;
import dev.coffer.wire.s3.GetBucketAbac;
import dev.coffer.wire.s3.GetBucketAccelerateConfiguration;
import dev.coffer.wire.s3.GetBucketRequestPayment;
import dev.coffer.wire.s3.PutBucketAbac;
import dev.coffer.wire.s3.PutBucketRequestPayment;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The settings that every bucket has at Amazon and that have one value here: the owner pays,
 * nothing is logged, and so on. That value may be put, since it holds; every other is refused by
 * name. Source: docs/decisions/0034.
 */
public final class FixedSettings {
  private static final String OWNER_PAYS = "BucketOwner";
  private static final String ABAC_OFF = "Disabled";

  private final Buckets buckets;

  public FixedSettings(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketRequestPayment. */
  public GetBucketRequestPayment.Output requestPayment(Call call, GetBucketRequestPayment op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketRequestPayment.Output(OWNER_PAYS);
  }

  /** PutBucketRequestPayment. */
  public Unit putRequestPayment(Call call, PutBucketRequestPayment op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    requireValue("Payer", op.configuration().read().payer(), OWNER_PAYS, "Requester");
    return Unit.DONE;
  }

  /** GetBucketAbac. */
  public GetBucketAbac.Output abac(Call call, GetBucketAbac op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketAbac.Output(Document.of(new AbacStatus(ABAC_OFF)));
  }

  /** PutBucketAbac. */
  public Unit putAbac(Call call, PutBucketAbac op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    requireValue("Status", op.status().read().status(), ABAC_OFF, "Enabled");
    return Unit.DONE;
  }

  private static void requireValue(
      String element, @Nullable String value, String holds, String unserved) {
    if (unserved.equals(value)) {
      throw notServed(element, unserved);
    }
    if (!holds.equals(value)) {
      throw S3Error.MalformedXML.refusal();
    }
  }

  private static S3Exception notServed(String element, String value) {
    return S3Error.NotImplemented.because(element + " " + value + " is not implemented")
        .with("Element", element)
        .with("Value", value);
  }

  /** GetBucketAccelerateConfiguration. */
  public GetBucketAccelerateConfiguration.Output accelerate(
      Call call, GetBucketAccelerateConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketAccelerateConfiguration.Output();
  }
}
