package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a grant holds. */
public record GrantConstraints(
    @Nullable Map<String, String> encryptionContextSubset,
    @Nullable Map<String, String> encryptionContextEquals,
    @Length(min = 20, max = 512) @Matches("^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$")
        @Nullable String sourceArn) {}
