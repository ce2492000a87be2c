package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import org.jspecify.annotations.Nullable;

/** Who owns a bucket or object: a canonical id of 64 hexadecimal digits. */
public record Owner(
    @Element("DisplayName") @Nullable String displayName, @Element("ID") String id) {}
