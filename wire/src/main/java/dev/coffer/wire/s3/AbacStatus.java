package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** {@code Enabled} or {@code Disabled}. */
@XmlRoot("AbacStatus")
public record AbacStatus(@Nullable String status) {}
