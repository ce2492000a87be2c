package dev.coffer.wire.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A virtual second factor; there are none. */
public record VirtualMFADevice(
    String serialNumber,
    @Nullable User user,
    @Nullable Instant enableDate,
    @Nullable List<Tag> tags) {}
