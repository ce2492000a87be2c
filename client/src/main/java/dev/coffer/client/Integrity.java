package dev.coffer.client;

import org.jspecify.annotations.Nullable;

/** What a caller wants to declare about the body of a request. */
record Integrity(@Nullable ChecksumAlgorithm algorithm, @Nullable String contentMd5) {
  Integrity {
    contentMd5 = Texts.optionalHeader("Content-MD5", contentMd5);
  }

  /** The checksum to send; CRC32 when nothing was given, since the operation requires something. */
  dev.coffer.wire.checksum.@Nullable ChecksumAlgorithm wireAlgorithm() {
    if (algorithm == null) {
      return contentMd5 == null ? dev.coffer.wire.checksum.ChecksumAlgorithm.CRC32 : null;
    }
    return dev.coffer.wire.checksum.ChecksumAlgorithm.valueOf(algorithm.name());
  }
}
