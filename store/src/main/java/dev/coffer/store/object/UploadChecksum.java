package dev.coffer.store.object;

import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which checksum a multipart upload's object gets: of the whole content, or of the parts'
 * checksums.
 *
 * <p>Source: Amazon S3 User Guide, "Checking object integrity": the cyclic ones combine to one of
 * the whole object, CRC64NVME always does, the SHA family never.
 */
final class UploadChecksum {
  static final String FULL_OBJECT = "FULL_OBJECT";
  static final String COMPOSITE = "COMPOSITE";

  /** What an upload gets that asks for none. Clients see it only with the finished object. */
  static final ChecksumMark DEFAULT = new ChecksumMark(ChecksumAlgorithm.CRC64NVME, false);

  private UploadChecksum() {}

  /**
   * What CreateMultipartUpload asks for; null when it asks for none.
   *
   * @throws S3Exception InvalidRequest for a combination that Amazon refuses
   */
  static @Nullable ChecksumMark of(@Nullable String algorithm, @Nullable String type) {
    if (algorithm == null) {
      if (type != null) {
        throw S3Error.InvalidRequest.because(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
                + " header.");
      }
      return null;
    }
    ChecksumAlgorithm known = algorithm(algorithm);
    return type == null ? byDefault(known) : of(known, type);
  }

  /** The algorithm of that name, which must be one that is computed here. */
  static ChecksumAlgorithm algorithm(String name) {
    return ChecksumAlgorithm.named(name)
        .orElseThrow(() ->
            S3Error.InvalidRequest.because(
                "Checksum algorithm provided is unsupported. Please try again with any of the"
                    + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
  }

  private static ChecksumMark byDefault(ChecksumAlgorithm algorithm) {
    return new ChecksumMark(algorithm, algorithm != ChecksumAlgorithm.CRC64NVME);
  }

  private static ChecksumMark of(ChecksumAlgorithm algorithm, String type) {
    boolean allowed =
        switch (type) {
          case FULL_OBJECT -> algorithm.combinable();
          case COMPOSITE -> algorithm != ChecksumAlgorithm.CRC64NVME;
          default ->
              throw S3Error.InvalidRequest.because(
                  "Value for x-amz-checksum-type header is invalid.");
        };
    if (!allowed) {
      throw S3Error.InvalidRequest.because(
          "The "
              + type
              + " checksum type cannot be used with the "
              + lowerCase(algorithm)
              + " checksum algorithm.");
    }
    return new ChecksumMark(algorithm, type.equals(COMPOSITE));
  }

  static String lowerCase(ChecksumAlgorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }
}
