package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The headers of an object as GetObject and HeadObject show them. */
public record ObjectView(
    @Header("accept-ranges") String acceptRanges,
    @Header("Content-Length") long contentLength,
    @Header("Content-Range") @Nullable String contentRange,
    @Header("ETag") String eTag,
    @Header("Last-Modified") Instant lastModified,
    @Header("x-amz-expiration") @Nullable String expiration,
    @Header("x-amz-version-id") @Nullable String versionId,
    @Header("x-amz-missing-meta") @Nullable Integer missingMeta,
    @Header("x-amz-mp-parts-count") @Nullable Integer partsCount,
    @Header("x-amz-checksum-type") @Nullable String checksumType,
    @Group ChecksumHeaders checksums,
    @Header("x-amz-tagging-count") @Nullable Integer tagCount,
    @Header("x-amz-website-redirect-location") @Nullable String websiteRedirectLocation,
    @Group ObjectLockHeaders lock,
    @Group ObjectHeaders headers,
    @Header("x-amz-storage-class") @Nullable String storageClass,
    @Group SseApplied sse) {}
