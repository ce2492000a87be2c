package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;

/** A tag of a KMS key. */
public record Tag(@Length(min = 1, max = 128) String tagKey, @Length(max = 256) String tagValue) {}
