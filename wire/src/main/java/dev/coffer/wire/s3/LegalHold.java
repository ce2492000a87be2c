package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** The document of a version's legal hold: {@code ON} or {@code OFF}. */
@XmlRoot("LegalHold")
public record LegalHold(@Nullable String status) {}
