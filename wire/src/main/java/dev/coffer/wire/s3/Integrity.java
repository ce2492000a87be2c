package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** What a sender declares about the bytes that follow; trailers may complete it. */
public record Integrity(
    @Header("Content-MD5") @Nullable String contentMd5,
    @Header("x-amz-sdk-checksum-algorithm") @Nullable String sdkChecksumAlgorithm,
    @Header("x-amz-trailer") @Nullable String trailer,
    @Group ChecksumHeaders checksums) {
  public static final Integrity NONE = new Integrity(null, null, null, ChecksumHeaders.NONE);

  /** Whether a digest of the bytes is declared, or announced to follow them. */
  public boolean declared() {
    return contentMd5 != null || trailer != null || !checksums.equals(ChecksumHeaders.NONE);
  }
}
