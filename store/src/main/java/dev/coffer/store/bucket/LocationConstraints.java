package dev.coffer.store.bucket;

import dev.coffer.wire.s3.S3Error;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a new bucket may be asked to lie: here. In us-east-1 that is said by saying nothing, and
 * saying it is an error. Source: Amazon S3 API Reference, CreateBucket.
 */
final class LocationConstraints {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}|EU");

  private LocationConstraints() {}

  static void require(BucketSettings settings, @Nullable String asked) {
    if (asked == null) {
      if (!settings.firstRegion()) {
        throw incompatible("The unspecified location constraint");
      }
      return;
    }
    if (!REGION.matcher(asked).matches() || asked.equals(BucketSettings.FIRST_REGION)) {
      throw S3Error.InvalidLocationConstraint.with("LocationConstraint", asked);
    }
    String region = asked.equals("EU") ? "eu-west-1" : asked;
    if (!region.equals(settings.region())) {
      throw incompatible("The " + asked + " location constraint");
    }
  }

  private static RuntimeException incompatible(String what) {
    return S3Error.IllegalLocationConstraintException.because(
        what + " is incompatible for the region specific endpoint this request was sent to.");
  }
}
