package dev.coffer.client;

/**
 * A checksum that a request can carry for its body. The constants are spelt as in {@code
 * x-amz-sdk-checksum-algorithm}. Amazon's newest model knows five more; they are not served here.
 */
public enum ChecksumAlgorithm {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256
}
