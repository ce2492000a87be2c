package dev.coffer.wire.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A managed policy. */
public record Policy(
    @Nullable String policyName,
    @Nullable String policyId,
    @Nullable String arn,
    @Nullable String path,
    @Nullable String defaultVersionId,
    @Nullable Integer attachmentCount,
    @Nullable Integer permissionsBoundaryUsageCount,
    @Nullable Boolean isAttachable,
    @Nullable String description,
    @Nullable Instant createDate,
    @Nullable Instant updateDate,
    @Nullable List<Tag> tags) {}
