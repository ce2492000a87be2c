package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An access key without its secret. */
public record AccessKeyMetadata(
    @Nullable String userName,
    @Nullable String accessKeyId,
    @Nullable StatusType status,
    @Nullable Instant createDate) {}
