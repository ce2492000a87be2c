package dev.coffer.wire.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance profile; there are none. */
public record InstanceProfile(
    String path,
    String instanceProfileName,
    String instanceProfileId,
    String arn,
    Instant createDate,
    List<Role> roles,
    @Nullable List<Tag> tags) {}
