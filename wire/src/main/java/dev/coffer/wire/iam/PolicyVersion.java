package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of a managed policy. */
public record PolicyVersion(
    @Nullable String document,
    @Nullable String versionId,
    @Nullable Boolean isDefaultVersion,
    @Nullable Instant createDate) {}
