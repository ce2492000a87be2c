package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** What a write may say of the new version besides what describes and encrypts it. */
public record Extras(
    @Header("x-amz-tagging") @Nullable String tagging,
    @Header("x-amz-website-redirect-location") @Nullable String websiteRedirectLocation,
    @Group ObjectLockHeaders lock) {
  public static final Extras NONE = new Extras(null, null, ObjectLockHeaders.NONE);
}
