package dev.coffer.store.bucket;

import dev.coffer.iam.identity.Account;
import dev.coffer.wire.s3.S3Error;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header {@code x-amz-expected-bucket-owner}. Source: spec/encryption.md R20. */
public final class ExpectedOwner {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private ExpectedOwner() {}

  /** Refuses when another account is expected, or something that is no account. */
  static void require(Bucket bucket, @Nullable String expected) {
    require(bucket.owner(), expected);
  }

  /** The same for whoever knows only the owner. */
  public static void require(Account owner, @Nullable String expected) {
    if (expected == null) {
      return;
    }
    if (!ACCOUNT.matcher(expected).matches()) {
      throw S3Error.InvalidBucketOwnerAWSAccountID.because(
          "The value of the expected bucket owner parameter must be an AWS Account ID... ["
              + expected
              + "]");
    }
    if (!expected.equals(owner.id())) {
      throw S3Error.AccessDenied.refusal();
    }
  }
}
