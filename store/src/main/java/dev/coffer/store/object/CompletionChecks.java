package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a completion may declare of the whole object, compared with what the parts make. */
final class CompletionChecks {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private CompletionChecks() {}

  /** The checksum type, if named, is the one that the upload was begun with. */
  static void requireType(@Nullable String named, @Nullable ChecksumMark asked) {
    if (named == null) {
      return;
    }
    if (!named.equals(UploadChecksum.COMPOSITE) && !named.equals(UploadChecksum.FULL_OBJECT)) {
      throw S3Error.InvalidRequest.because("Value for x-amz-checksum-type header is invalid.");
    }
    ChecksumMark kind = asked == null ? UploadChecksum.DEFAULT : asked;
    if (!named.equals(kind.type())) {
      throw S3Error.InvalidRequest.because(
          "The upload was created using the %s checksum mode. The complete request must use the same checksum mode."
              .formatted(kind.type()));
    }
  }

  static void requireSize(@Nullable Long declared, long sizeBytes) {
    if (declared == null) {
      return;
    }
    if (declared < 0) {
      throw S3Error.InvalidRequest.because(
          "Value for x-amz-mp-object-size header is less than zero: '%d'".formatted(declared));
    }
    if (declared != sizeBytes) {
      throw S3Error.InvalidRequest.because(
          "The provided 'x-amz-mp-object-size' header value %d does not match what was computed: %d"
              .formatted(declared, sizeBytes));
    }
  }

  /** The whole object's checksum, if declared, is of the upload's algorithm and right. */
  static void requireChecksum(ChecksumHeaders declared, @Nullable StoredChecksum computed) {
    @Nullable ChecksumAlgorithm expected = computed == null ? null : computed.mark().algorithm();
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = value(declared, algorithm);
      if (value != null && algorithm != expected) {
        throw S3Error.InvalidRequest.because(
            "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
                .formatted(
                    expected == null ? "null" : UploadChecksum.lowerCase(expected),
                    UploadChecksum.lowerCase(algorithm)));
      }
      if (value != null && computed != null && !value.equals(computed.text())) {
        throw mismatch(algorithm);
      }
    }
  }

  private static S3Exception mismatch(ChecksumAlgorithm algorithm) {
    return S3Error.BadDigest.because(
        "The %s you specified did not match the calculated checksum."
            .formatted(UploadChecksum.lowerCase(algorithm)));
  }

  private static @Nullable String value(ChecksumHeaders declared, ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> declared.crc32();
      case CRC32C -> declared.crc32c();
      case CRC64NVME -> declared.crc64nvme();
      case SHA1 -> declared.sha1();
      case SHA256 -> declared.sha256();
    };
  }

  /** The MD5s that a list names; empty when one of its ETags is none. */
  static Optional<List<Bytes>> digests(List<CompletedPart> parts) {
    List<Bytes> digests = new ArrayList<>();
    for (CompletedPart part : parts) {
      String eTag = part.eTag().replace("\"", "");
      if (!MD5.matcher(eTag).matches()) {
        return Optional.empty();
      }
      digests.add(Bytes.fromHex(eTag));
    }
    return Optional.of(digests);
  }
}
