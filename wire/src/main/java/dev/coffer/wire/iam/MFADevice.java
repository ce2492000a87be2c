package dev.coffer.wire.iam;

import java.time.Instant;

/** A second factor; there are none. */
public record MFADevice(String userName, String serialNumber, Instant enableDate) {}
