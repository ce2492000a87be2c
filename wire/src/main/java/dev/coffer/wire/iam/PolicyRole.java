package dev.coffer.wire.iam;

import org.jspecify.annotations.Nullable;

/** A role to which a policy is attached. */
public record PolicyRole(@Nullable String roleName, @Nullable String roleId) {}
