package dev.coffer.wire.iam;

import org.jspecify.annotations.Nullable;

/** The managed policy that limits a user or role. */
public record AttachedPermissionsBoundary(
    @Nullable PermissionsBoundaryAttachmentType permissionsBoundaryType,
    @Nullable String permissionsBoundaryArn) {}
