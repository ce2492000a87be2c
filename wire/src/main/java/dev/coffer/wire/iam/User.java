package dev.coffer.wire.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user. */
public record User(
    String path,
    String userName,
    String userId,
    String arn,
    Instant createDate,
    @Nullable AttachedPermissionsBoundary permissionsBoundary,
    @Nullable List<Tag> tags) {}
