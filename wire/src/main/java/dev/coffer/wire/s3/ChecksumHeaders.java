package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** The additional checksums of an object or part, base64; a multipart one ends in {@code -n}. */
public record ChecksumHeaders(
    @Header("x-amz-checksum-crc32") @Nullable String crc32,
    @Header("x-amz-checksum-crc32c") @Nullable String crc32c,
    @Header("x-amz-checksum-crc64nvme") @Nullable String crc64nvme,
    @Header("x-amz-checksum-sha1") @Nullable String sha1,
    @Header("x-amz-checksum-sha256") @Nullable String sha256) {
  public static final ChecksumHeaders NONE = new ChecksumHeaders(null, null, null, null, null);
}
