package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.wire.s3.S3Exception;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches the refusal that an action must end with. */
final class Refusal {
  private Refusal() {}

  static S3Exception of(ThrowingCallable action) {
    return Objects.requireNonNull(
        catchThrowableOfType(S3Exception.class, action), "nothing was refused");
  }
}
