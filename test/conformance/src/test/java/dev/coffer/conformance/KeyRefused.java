package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.kms.model.KmsException;

/** What a refused call of the key service says through the SDK. */
final class KeyRefused {
  private KeyRefused() {}

  /** Fails unless the call is refused with this code, as a client's mistake; returns the text. */
  static String with(String code, ThrowingCallable call) {
    KmsException refusal = catchThrowableOfType(KmsException.class, call);
    assertThat(refusal).as("a refusal was expected, the call was served").isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode() + " " + refusal.statusCode())
        .as(refusal.getMessage())
        .isEqualTo(code + " 400");
    String text = refusal.awsErrorDetails().errorMessage();
    return text == null ? "" : text;
  }
}
