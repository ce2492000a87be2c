package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetBucketVersioning;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import dev.coffer.wire.s3.VersioningConfiguration;
import org.jspecify.annotations.Nullable;

/** GetBucketVersioning and PutBucketVersioning. */
public final class Versioning {
  private final Buckets buckets;

  public Versioning(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketVersioning. */
  public GetBucketVersioning.Output get(Call call, GetBucketVersioning op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketVersioning.Output(
        Document.of(new VersioningConfiguration(status(bucket.versioning()), null)));
  }

  private static @Nullable String status(VersioningState state) {
    return switch (state) {
      case NEVER_SET -> null;
      case ENABLED -> "Enabled";
      case SUSPENDED -> "Suspended";
    };
  }

  /** PutBucketVersioning. */
  public Unit put(Call call, PutBucketVersioning op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    VersioningState state = state(op.configuration().read());
    if (state == VersioningState.ENABLED) {
      buckets.change(op.bucket(), op.expectedBucketOwner(), bucket -> bucket.withVersioning(state));
    } else {
      buckets.changeUnless(
          op.bucket(),
          op.expectedBucketOwner(),
          Kind.OBJECT_LOCK,
          Versioning::locked,
          bucket -> bucket.withVersioning(state));
    }
    return Unit.DONE;
  }

  /** Locks need versions. */
  private static S3Exception locked() {
    return S3Error.InvalidBucketState.because(
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be"
            + " changed.");
  }

  private static VersioningState state(VersioningConfiguration configuration) {
    requireNoMfa(configuration.mfaDelete());
    String status = configuration.status();
    if (status == null) {
      throw S3Error.IllegalVersioningConfigurationException.refusal();
    }
    return switch (status) {
      case "Enabled" -> VersioningState.ENABLED;
      case "Suspended" -> VersioningState.SUSPENDED;
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  /** Saying that it is off is true; turning it on is not served. */
  private static void requireNoMfa(@Nullable String mfaDelete) {
    if (mfaDelete == null || mfaDelete.equals("Disabled")) {
      return;
    }
    throw mfaDelete.equals("Enabled")
        ? S3Error.NotImplemented.because("MfaDelete is not served").with("Element", "MfaDelete")
        : S3Error.MalformedXML.refusal();
  }
}
