package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.S3Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadChecksumTest {
  @ParameterizedTest
  @CsvSource({
    "CRC32,, COMPOSITE",
    "CRC32C,, COMPOSITE",
    "SHA1,, COMPOSITE",
    "SHA256,, COMPOSITE",
    "CRC64NVME,, FULL_OBJECT",
    "CRC32, FULL_OBJECT, FULL_OBJECT",
    "crc32c, FULL_OBJECT, FULL_OBJECT",
    "CRC64NVME, FULL_OBJECT, FULL_OBJECT",
    "SHA256, COMPOSITE, COMPOSITE"
  })
  void allowedCombinations(String algorithm, String type, String expected) {
    ChecksumMark checksum = UploadChecksum.of(algorithm, type);

    assertThat(checksum).isNotNull();
    assertThat(checksum.algorithm().name()).isEqualToIgnoringCase(algorithm);
    assertThat(checksum.type()).isEqualTo(expected);
  }

  @Test
  void noneIsAskedFor() {
    assertThat(UploadChecksum.of(null, null)).isNull();
  }

  @Test
  void fullObjectIsForCyclicChecksumsOnly() {
    assertRefused(
        S3Error.InvalidRequest,
        "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.",
        () -> UploadChecksum.of("SHA256", "FULL_OBJECT"));
    assertRefused(
        S3Error.InvalidRequest,
        "The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.",
        () -> UploadChecksum.of("SHA1", "FULL_OBJECT"));
  }

  @Test
  void crc64NvmeIsNeverComposite() {
    assertRefused(
        S3Error.InvalidRequest,
        "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.",
        () -> UploadChecksum.of("CRC64NVME", "COMPOSITE"));
  }

  @Test
  void aTypeNeedsAnAlgorithm() {
    assertRefused(
        S3Error.InvalidRequest,
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
            + " header.",
        () -> UploadChecksum.of(null, "COMPOSITE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128", "", "CRC"})
  void otherAlgorithmsAreRefused(String algorithm) {
    assertThat(ChecksumAlgorithm.named(algorithm)).isEmpty();
    assertRefused(
        S3Error.InvalidRequest,
        "Checksum algorithm provided is unsupported. Please try again with any of the valid"
            + " types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
        () -> UploadChecksum.of(algorithm, null));
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertRefused(
        S3Error.InvalidRequest,
        "Value for x-amz-checksum-type header is invalid.",
        () -> UploadChecksum.of("CRC32", "full_object"));
  }
}
