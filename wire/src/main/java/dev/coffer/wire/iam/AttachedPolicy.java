package dev.coffer.wire.iam;

import org.jspecify.annotations.Nullable;

/** A managed policy that is attached. */
public record AttachedPolicy(@Nullable String policyName, @Nullable String policyArn) {}
