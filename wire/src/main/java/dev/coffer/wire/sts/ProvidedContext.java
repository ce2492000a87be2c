package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Length;
import org.jspecify.annotations.Nullable;

/** What a trusted provider asserts about a session. */
public record ProvidedContext(
    @Length(min = 20, max = 2048) @Nullable String providerArn,
    @Length(min = 4, max = 2048) @Nullable String contextAssertion) {}
