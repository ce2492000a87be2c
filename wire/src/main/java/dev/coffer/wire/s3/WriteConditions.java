package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** Conditions on the object that a write replaces. */
public record WriteConditions(
    @Header("If-Match") @Nullable String ifMatch,
    @Header("If-None-Match") @Nullable String ifNoneMatch) {
  public static final WriteConditions NONE = new WriteConditions(null, null);
}
