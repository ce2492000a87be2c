package dev.coffer.wire.kms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A material of a key as it is listed. */
public record RotationsListEntry(
    String keyId,
    String keyMaterialId,
    @Nullable String keyMaterialDescription,
    @Nullable ImportState importState,
    KeyMaterialState keyMaterialState,
    @Nullable ExpirationModel expirationModel,
    @Nullable Instant validTo,
    @Nullable Instant rotationDate,
    @Nullable RotationType rotationType) {}
