package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Member;
import java.time.Instant;

/** An SSH key; there are none. */
public record SSHPublicKeyMetadata(
    String userName,
    @Member("SSHPublicKeyId") String sshPublicKeyId,
    StatusType status,
    Instant uploadDate) {}
