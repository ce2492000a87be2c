package dev.coffer.wire.iam;

import org.jspecify.annotations.Nullable;

/** A group to which a policy is attached. */
public record PolicyGroup(@Nullable String groupName, @Nullable String groupId) {}
