package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import org.jspecify.annotations.Nullable;

/** A Nitro enclave to which a plaintext would be sealed: not served. */
public record Recipient(
    @Nullable String keyEncryptionAlgorithm, @Nullable Blob attestationDocument) {}
