package dev.coffer.store.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: spec/encryption.md §2.8 and spec/kms.md §13, row by row. */
final class KmsRefusalsTest {
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/k";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "NotFoundException;Invalid keyId 'fake-key-id';KMS.NotFoundException;400;"
            + "Invalid keyId 'fake-key-id'",
        "NotFoundException;Invalid keyId 'aws/s3';KMS.NotFoundException;400;Invalid keyId aws/s3",
        "NotFoundException;Key 'K' does not exist;KMS.NotFoundException;400;Key 'K' does not exist",
        "NotFoundException;Invalid arn us-west-2;KMS.NotFoundException;400;Invalid arn us-west-2",
        "NotFoundException;Alias A is not found.;KMS.NotFoundException;400;Alias A is not found.",
        "DisabledException;K is disabled.;KMS.DisabledException;400;K is disabled.",
        "KMSInvalidStateException;K is pending deletion.;KMS.KMSInvalidStateException;400;"
            + "K is pending deletion.",
        "KMSInvalidStateException;K is pending import.;KMS.KMSInvalidStateException;400;"
            + "K is pending import.",
        "InvalidKeyUsageException;K key usage is SIGN_VERIFY which is not valid for"
            + " GenerateDataKey.;KMS.InvalidKeyUsageException;400;K key usage is SIGN_VERIFY which is"
            + " not valid for GenerateDataKey.",
        "InvalidArnException;Invalid arn x;KMS.InvalidArnException;400;Invalid arn x",
        "ValidationException;too long;KMS.ValidationException;400;too long",
        "AccessDeniedException;User: U is not authorized to perform: kms:X on resource: K because no"
            + " session policy allows the kms:X action;AccessDenied;403;User: U is not authorized to"
            + " perform: kms:X on resource: K because no session policy allows the kms:X action",
        "ThrottlingException;You have exceeded;SlowDown;503;Please reduce your request rate for"
            + " operations involving AWS KMS.",
        "KeyUnavailableException;K;ServiceUnavailable;503;Service is unable to handle request.",
        "DependencyTimeoutException;K;ServiceUnavailable;503;Service is unable to handle request.",
        "KMSInternalException;K;ServiceUnavailable;503;Service is unable to handle request."
      })
  void refusalsOfTheKeyServiceAreAnsweredAsAmazonDoes(
      String code, String text, String s3Code, int status, String s3Text) {
    RpcException refusal = KmsError.valueOf(code).because(text);
    for (RuntimeException translated :
        new RuntimeException[] {
          KmsRefusals.ofGenerating(refusal), KmsRefusals.ofOpening(refusal)
        }) {
      S3Exception s3 = (S3Exception) translated;
      assertThat(s3.error().code()).isEqualTo(s3Code);
      assertThat(s3.error().status()).isEqualTo(status);
      assertThat(s3.text()).isEqualTo(s3Text);
      assertThat(s3.headers().containsKey("Retry-After"))
          .isEqualTo(s3Code.equals("ServiceUnavailable"));
    }
  }

  @Test
  void aReaderIsToldOfTheCiphertextInsteadOfAResource() {
    RpcException refusal =
        KmsError.AccessDeniedException.because(
            "User: U is not authorized to perform: kms:Decrypt on this resource because the resource"
                + " does not exist in this Region, no resource-based policies allow access, or a"
                + " resource-based policy explicitly denies access");
    S3Exception s3 = (S3Exception) KmsRefusals.ofOpening(refusal);
    assertThat(s3.text())
        .isEqualTo(
            "User: U is not authorized to perform: kms:Decrypt on the resource associated with this"
                + " ciphertext because the resource does not exist in this Region, no"
                + " resource-based policies allow access, or a resource-based policy explicitly"
                + " denies access");
  }

  @Test
  void aCiphertextThatIsNotTheKeysIsDamageAndNoRefusal() {
    assertThat(KmsRefusals.ofOpening(KmsError.InvalidCiphertextException.refusal()))
        .isInstanceOf(NotAuthentic.class);
    assertThat(KmsRefusals.ofOpening(KmsError.IncorrectKeyException.refusal()))
        .isInstanceOf(NotAuthentic.class);
  }

  @ParameterizedTest
  @EnumSource(KmsError.class)
  void noRefusalOfTheKeyServiceIsLost(KmsError error) {
    S3Exception s3 = (S3Exception) KmsRefusals.ofGenerating(error.because("of " + ARN));
    assertThat(s3.error().status()).isGreaterThanOrEqualTo(400);
    assertThat(s3.error().code()).isNotEmpty();
  }
}
