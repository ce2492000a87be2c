package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a refused call of the SDK says. */
record Refused(String code, int status, String message) {

  /** Makes the call and returns its refusal; fails when the call is served. */
  static Refused by(ThrowingCallable call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call);
    assertThat(refusal).as("a refusal was expected, the call was served").isNotNull();
    return new Refused(
        refusal.awsErrorDetails().errorCode(),
        refusal.statusCode(),
        refusal.awsErrorDetails().errorMessage());
  }

  /** Fails unless the call is refused with this code and status. */
  static Refused with(String code, int status, ThrowingCallable call) {
    Refused refused = by(call);
    assertThat(refused.code + " " + refused.status)
        .as(refused.message)
        .isEqualTo(code + " " + status);
    return refused;
  }

  /** Fails unless a HEAD is refused with this status, since it has nothing else. */
  static void head(int status, ThrowingCallable call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call);
    assertThat(refusal).as("a refusal was expected, the call was served").isNotNull();
    assertThat(refusal.statusCode()).isEqualTo(status);
  }
}
