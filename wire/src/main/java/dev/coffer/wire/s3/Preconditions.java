package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** Conditions on the object that a request reads or replaces. */
public record Preconditions(
    @Header("If-Match") @Nullable String ifMatch,
    @Header("If-None-Match") @Nullable String ifNoneMatch,
    @Header("If-Modified-Since") @Nullable String ifModifiedSince,
    @Header("If-Unmodified-Since") @Nullable String ifUnmodifiedSince) {
  public static final Preconditions NONE = new Preconditions(null, null, null, null);
}
