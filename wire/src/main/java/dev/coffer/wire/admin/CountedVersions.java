package dev.coffer.wire.admin;

import org.jspecify.annotations.Nullable;

/**
 * How many versions are sealed alike; delete markers are none.
 *
 * @param type {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse} or {@code SSE-C}
 * @param bucketKey whether a Bucket Key is between the KMS key and the data keys
 * @param kmsKeyArn null where the type has no KMS key
 * @param keyMaterial the id of the KMS key's material; for {@code AES256} the generation of the
 *     bucket's own key; null for {@code SSE-C}
 * @param keyState of the KMS key as DescribeKey names it, or {@code Missing}
 * @param sizeBytes of the plaintext
 */
public record CountedVersions(
    String type,
    boolean bucketKey,
    @Nullable String kmsKeyArn,
    @Nullable String keyMaterial,
    @Nullable String keyState,
    long versions,
    long sizeBytes) {}
