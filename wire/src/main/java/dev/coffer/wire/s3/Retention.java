package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** The document of a version's retention: both members, or neither, which asks for its removal. */
@XmlRoot("Retention")
public record Retention(@Nullable String mode, @Nullable String retainUntilDate) {}
