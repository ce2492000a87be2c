package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A password and when it was set. */
public record LoginProfile(
    String userName, Instant createDate, @Nullable Boolean passwordResetRequired) {}
