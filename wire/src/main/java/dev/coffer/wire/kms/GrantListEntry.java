package dev.coffer.wire.kms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A grant as it is listed. */
public record GrantListEntry(
    String keyId,
    String grantId,
    @Nullable String name,
    Instant creationDate,
    String granteePrincipal,
    @Nullable String retiringPrincipal,
    String issuingAccount,
    List<GrantOperation> operations,
    @Nullable GrantConstraints constraints) {}
