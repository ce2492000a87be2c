package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;

/** A tag. */
public record Tag(
    @Length(min = 1, max = 128) @Matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+") String key,
    @Length(max = 256) @Matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*") String value) {}
