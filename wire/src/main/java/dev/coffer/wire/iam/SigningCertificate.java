package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A signing certificate; there are none. */
public record SigningCertificate(
    String userName,
    String certificateId,
    String certificateBody,
    StatusType status,
    @Nullable Instant uploadDate) {}
