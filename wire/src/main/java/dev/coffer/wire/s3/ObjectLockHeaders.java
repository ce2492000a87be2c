package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** A version's lock in headers, as it is asked for and as it is shown; texts are unchecked. */
public record ObjectLockHeaders(
    @Header("x-amz-object-lock-mode") @Nullable String mode,
    @Header("x-amz-object-lock-retain-until-date") @Nullable String retainUntilDate,
    @Header("x-amz-object-lock-legal-hold") @Nullable String legalHold) {

  public static final ObjectLockHeaders NONE = new ObjectLockHeaders(null, null, null);
}
