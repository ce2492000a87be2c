package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import org.jspecify.annotations.Nullable;

/** The same five checksums as elements of a document (parts, copy results, attributes). */
public record ChecksumElements(
    @Element("ChecksumCRC32") @Nullable String crc32,
    @Element("ChecksumCRC32C") @Nullable String crc32c,
    @Element("ChecksumCRC64NVME") @Nullable String crc64nvme,
    @Element("ChecksumSHA1") @Nullable String sha1,
    @Element("ChecksumSHA256") @Nullable String sha256) {
  public static final ChecksumElements NONE = new ChecksumElements(null, null, null, null, null);
}
