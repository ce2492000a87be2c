package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is copied and on which conditions; the source is {@code bucket/key[?versionId=…]}, coded.
 */
public record CopySource(
    @Header("x-amz-copy-source") String source,
    @Header("x-amz-copy-source-if-match") @Nullable String ifMatch,
    @Header("x-amz-copy-source-if-none-match") @Nullable String ifNoneMatch,
    @Header("x-amz-copy-source-if-modified-since") @Nullable String ifModifiedSince,
    @Header("x-amz-copy-source-if-unmodified-since") @Nullable String ifUnmodifiedSince,
    @Group CopySourceSseCustomer sseCustomer,
    @Header("x-amz-source-expected-bucket-owner") @Nullable String expectedBucketOwner) {}
