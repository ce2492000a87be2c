package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.store.Refusals;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectEncryption.Target;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of spec/encryption.md §2.11, as far as the document alone decides. */
final class NewEncryptionTest {
  private static final String ARN =
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final Target TARGET = new Target(ARN, null);

  private static ObjectEncryption kms(@Nullable String arn, @Nullable String bucketKey) {
    return new ObjectEncryption(new Target(arn, bucketKey), null, null, null);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"-,false", "false,false", "true,true"},
      nullValues = "-")
  void theBucketKeyIsOffUnlessItIsAskedFor(@Nullable String said, boolean bucketKey) {
    assertThat(NewEncryption.of(kms(ARN, said))).isEqualTo(new NewEncryption(ARN, bucketKey));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "", "TRUE", "1", " true"})
  void anotherBucketKeyIsRefused(String said) {
    requireRefusal(
        kms(ARN, said),
        "The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the request"
            + " to specify a valid value, and then try again.");
  }

  @Test
  void aKeyMustBeNamed() {
    String text =
        "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web Services"
            + " KMS key Amazon Resource Name (ARN). Modify the request to specify a KMS key ARN,"
            + " and then try again.";
    requireRefusal(kms(null, null), text);
    requireRefusal(kms("", "true"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "alias/mine",
        "arn:aws:kms:us-east-1:111122223333:alias/mine",
        "arn:aws:kms:us-east-1:1111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:s3:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1:111122223333:key/",
        " arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      })
  void onlyTheArnOfAKeyWillDo(String arn) {
    requireRefusal(
        kms(arn, null),
        "Requests that modify an object's encryption type to SSE-KMS require a valid Amazon Web"
            + " Services KMS key Amazon Resource Name (ARN). Confirm that you have a correctly"
            + " formatted KMS key ARN in your request, and then try again.");
  }

  @Test
  void anArnHasALargestLength() {
    String tooLong = ARN + "a".repeat(2049 - ARN.length());
    assertThatThrownBy(() -> NewEncryption.of(kms(tooLong, null))).isInstanceOf(S3Exception.class);
    String longest = ARN + "a".repeat(2048 - ARN.length());
    assertThat(NewEncryption.of(kms(longest, null)).keyArn()).isEqualTo(longest);
  }

  @Test
  void otherTypesAreRefusedByName() {
    String other =
        "The UpdateObjectEncryption operation doesn't support updating the encryption type to"
            + " DSSE-KMS or SSE-C. Modify the request to specify SSE-KMS for the updated encryption"
            + " type, and then try again.";
    requireRefusal(new ObjectEncryption(null, null, TARGET, null), other);
    requireRefusal(new ObjectEncryption(null, null, null, TARGET), other);
    requireRefusal(new ObjectEncryption(TARGET, null, TARGET, null), other);
    String none =
        "Requests that modify an object encryption configuration require a valid new encryption"
            + " type. Valid values are SSEKMS. Modify the request to specify SSE-KMS for the"
            + " updated encryption type, and then try again.";
    requireRefusal(new ObjectEncryption(null, null, null, null), none);
    requireRefusal(new ObjectEncryption(null, TARGET, null, null), none);
    requireRefusal(new ObjectEncryption(TARGET, TARGET, null, null), none);
  }

  @Test
  void theKeyIsOfTheBucketsAccount() {
    NewEncryption asked = new NewEncryption(ARN, false);
    asked.requireOwnedBy("111122223333");
    assertThat(Refusals.refusal(() -> asked.requireOwnedBy("444455556666")).error())
        .isEqualTo(S3Error.AccessDenied);
  }

  private static void requireRefusal(ObjectEncryption document, String text) {
    Refusals.assertRefused(S3Error.InvalidRequest, text, () -> NewEncryption.of(document));
  }
}
