package dev.coffer.wire.kms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last use of a key; without members when there was none. */
public record KeyLastUsage(
    @Nullable UsedOperation operation,
    @Nullable Instant timestamp,
    @Nullable String cloudTrailEventId,
    @Nullable String kmsRequestId) {}
