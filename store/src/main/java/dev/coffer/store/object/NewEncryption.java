package dev.coffer.store.object;

import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What UpdateObjectEncryption asks for, its form checked: SSE-KMS under the key of that ARN.
 *
 * <p>Source: spec/encryption.md §2.11, whose texts are Amazon's.
 *
 * @param bucketKey false where nothing is said, which turns a Bucket Key off (R118)
 */
record NewEncryption(String keyArn, boolean bucketKey) {
  private static final Pattern KEY_ARN =
      Pattern.compile("arn:aws[a-zA-Z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+");
  private static final int MIN_CHARS = 20;
  private static final int MAX_CHARS = 2048;
  private static final int ACCOUNT_FIELD = 4;

  static NewEncryption of(ObjectEncryption document) {
    if (document.dsseKms() != null || document.sseC() != null) {
      throw refusal(
          "The UpdateObjectEncryption operation doesn't support updating the encryption type to"
              + " DSSE-KMS or SSE-C. Modify the request to specify SSE-KMS for the updated"
              + " encryption type, and then try again.");
    }
    ObjectEncryption.Target target = document.sseKms();
    if (target == null || document.sseS3() != null) {
      throw refusal(
          "Requests that modify an object encryption configuration require a valid new encryption"
              + " type. Valid values are SSEKMS. Modify the request to specify SSE-KMS for the"
              + " updated encryption type, and then try again.");
    }
    return new NewEncryption(keyArn(target.kmsKeyArn()), bucketKey(target.bucketKeyEnabled()));
  }

  private static String keyArn(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      throw refusal(
          "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web"
              + " Services KMS key Amazon Resource Name (ARN). Modify the request to specify a KMS"
              + " key ARN, and then try again.");
    }
    boolean sized = given.length() >= MIN_CHARS && given.length() <= MAX_CHARS;
    if (!sized || !KEY_ARN.matcher(given).matches()) {
      throw refusal(
          "Requests that modify an object's encryption type to SSE-KMS require a valid Amazon Web"
              + " Services KMS key Amazon Resource Name (ARN). Confirm that you have a correctly"
              + " formatted KMS key ARN in your request, and then try again.");
    }
    return given;
  }

  private static boolean bucketKey(@Nullable String given) {
    return switch (given) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default ->
          throw refusal(
              "The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the"
                  + " request to specify a valid value, and then try again.");
    };
  }

  /** What answers show of an object from then on. */
  SseApplied applied() {
    return new SseApplied("aws:kms", keyArn, bucketKey ? true : null, null, null);
  }

  /** R119: the key is of the account that owns the bucket. */
  void requireOwnedBy(String account) {
    if (!keyArn.split(":", -1)[ACCOUNT_FIELD].equals(account)) {
      throw S3Error.AccessDenied.because(
          "The Amazon Web Services KMS key in the request must be owned by the same account as the"
              + " bucket. Modify the request to specify a KMS key from the same account, and then"
              + " try again.");
    }
  }

  private static S3Exception refusal(String text) {
    return S3Error.InvalidRequest.because(text);
  }
}
