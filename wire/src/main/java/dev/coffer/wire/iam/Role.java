package dev.coffer.wire.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A role. */
public record Role(
    String path,
    String roleName,
    String roleId,
    String arn,
    Instant createDate,
    @Nullable String assumeRolePolicyDocument,
    @Nullable String description,
    @Nullable Integer maxSessionDuration,
    @Nullable AttachedPermissionsBoundary permissionsBoundary,
    @Nullable List<Tag> tags) {}
