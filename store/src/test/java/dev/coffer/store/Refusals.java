package dev.coffer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts refusals by code and text. */
public final class Refusals {
  private Refusals() {}

  public static void assertRefused(S3Error error, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(error);
              assertThat(refusal.text()).isEqualTo(text);
            });
  }

  public static void assertRefused(S3Error error, ThrowingCallable call) {
    assertRefused(error, error.message(), call);
  }

  /** The refusal itself, for its elements. */
  public static S3Exception refusal(ThrowingCallable call) {
    return catchThrowableOfType(S3Exception.class, call);
  }
}
