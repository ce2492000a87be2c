package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A credential for one service; there are none. */
public record ServiceSpecificCredentialMetadata(
    String userName,
    StatusType status,
    @Nullable String serviceUserName,
    @Nullable String serviceCredentialAlias,
    Instant createDate,
    @Nullable Instant expirationDate,
    String serviceSpecificCredentialId,
    String serviceName) {}
