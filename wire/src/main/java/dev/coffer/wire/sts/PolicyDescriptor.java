package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Member;
import org.jspecify.annotations.Nullable;

/** A managed policy that limits a session. */
public record PolicyDescriptor(@Member("arn") @Length(min = 20, max = 2048) @Nullable String arn) {}
