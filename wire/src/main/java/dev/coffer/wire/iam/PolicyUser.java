package dev.coffer.wire.iam;

import org.jspecify.annotations.Nullable;

/** A user to whom a policy is attached. */
public record PolicyUser(@Nullable String userName, @Nullable String userId) {}
