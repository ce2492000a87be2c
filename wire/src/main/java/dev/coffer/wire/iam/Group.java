package dev.coffer.wire.iam;

import java.time.Instant;

/** A group. */
public record Group(
    String path, String groupName, String groupId, String arn, Instant createDate) {}
