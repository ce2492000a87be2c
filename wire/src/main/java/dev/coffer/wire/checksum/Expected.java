package dev.coffer.wire.checksum;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sender declared about the bytes that follow: Content-MD5, at most one additional checksum,
 * in a header or announced as a trailer. Source: spec/encryption.md R18, R19.
 */
public final class Expected {
  private static final String CHECKSUM = "x-amz-checksum-";
  private static final int MD5_BYTES = 16;

  /** Known to Amazon's newest model, not computed here. */
  private static final Set<String> UNSERVED =
      Set.of("SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128");

  private final byte @Nullable [] md5;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final byte @Nullable [] value;

  private Expected(
      byte @Nullable [] md5, @Nullable ChecksumAlgorithm algorithm, byte @Nullable [] value) {
    this.md5 = md5;
    this.algorithm = algorithm;
    this.value = value;
  }

  /**
   * Reads the headers; nothing of the body is touched.
   *
   * @throws S3Exception when a value is malformed or the headers contradict each other
   */
  public static Expected from(Integrity integrity) {
    byte[] md5 = md5(integrity.contentMd5());
    ChecksumAlgorithm trailing = trailing(integrity.trailer());
    Map<ChecksumAlgorithm, String> declared = declared(integrity.checksums());
    if (declared.size() + (trailing == null ? 0 : 1) > 1) {
      throw S3Error.InvalidRequest.because(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    ChecksumAlgorithm algorithm = declared.keySet().stream().findFirst().orElse(trailing);
    requireCorresponding(integrity.sdkChecksumAlgorithm(), algorithm);
    byte[] value = trailing != null || algorithm == null ? null : value(algorithm, declared);
    return new Expected(md5, algorithm, value);
  }

  /** The additional checksum that the sender declared, in a header or as a trailer. */
  public Optional<ChecksumAlgorithm> algorithm() {
    return Optional.ofNullable(algorithm);
  }

  /**
   * Wraps a body so that it is checked while it is read.
   *
   * @param extra further checksums to compute
   * @param withMd5 whether the MD5 is wanted even if none was declared
   */
  public ChecksumInput open(Body body, Set<ChecksumAlgorithm> extra, boolean withMd5) {
    var checksums = new EnumMap<ChecksumAlgorithm, Checksum>(ChecksumAlgorithm.class);
    extra.forEach(wanted -> checksums.put(wanted, Checksum.of(wanted)));
    algorithm().ifPresent(declared -> checksums.put(declared, Checksum.of(declared)));
    return new ChecksumInput(
        body, this, checksums, withMd5 || md5 != null ? new Digest("MD5") : null);
  }

  /** Compares, with the trailers that came behind the body. */
  void require(
      byte @Nullable [] actualMd5, Map<ChecksumAlgorithm, byte[]> actual, Headers trailers) {
    if (md5 != null && actualMd5 != null && !Arrays.equals(md5, actualMd5)) {
      throw S3Error.BadDigest.with("ExpectedDigest", Verified.base64(md5))
          .with("CalculatedDigest", Verified.base64(actualMd5));
    }
    if (algorithm != null) {
      byte[] declared = value != null ? value : trailer(algorithm, trailers);
      if (!Arrays.equals(declared, actual.get(algorithm))) {
        throw S3Error.BadDigest.because(
            "The " + algorithm + " you specified did not match the calculated checksum.");
      }
    }
  }

  private static byte @Nullable [] md5(@Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] md5 = decode(text);
    if (md5 == null || md5.length != MD5_BYTES) {
      throw S3Error.InvalidDigest.with("Content-MD5", text);
    }
    return md5;
  }

  private static @Nullable ChecksumAlgorithm trailing(@Nullable String names) {
    ChecksumAlgorithm found = null;
    for (String name : names == null ? new String[0] : names.split(",")) {
      String trailer = name.strip().toLowerCase(Locale.ROOT);
      if (trailer.startsWith(CHECKSUM)) {
        if (found != null) {
          throw S3Error.InvalidRequest.because(
              "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        found = ChecksumAlgorithm.named(trailer.substring(CHECKSUM.length())).orElse(null);
      }
      if (found == null) {
        throw S3Error.InvalidRequest.because(
            "The value specified in the x-amz-trailer header is not supported");
      }
    }
    return found;
  }

  private static Map<ChecksumAlgorithm, String> declared(ChecksumHeaders headers) {
    var declared = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
    put(declared, ChecksumAlgorithm.CRC32, headers.crc32());
    put(declared, ChecksumAlgorithm.CRC32C, headers.crc32c());
    put(declared, ChecksumAlgorithm.CRC64NVME, headers.crc64nvme());
    put(declared, ChecksumAlgorithm.SHA1, headers.sha1());
    put(declared, ChecksumAlgorithm.SHA256, headers.sha256());
    return declared;
  }

  private static void put(
      Map<ChecksumAlgorithm, String> declared, ChecksumAlgorithm algorithm, @Nullable String text) {
    if (text != null) {
      declared.put(algorithm, text);
    }
  }

  private static void requireCorresponding(
      @Nullable String named, @Nullable ChecksumAlgorithm algorithm) {
    if (named == null) {
      return;
    }
    if (UNSERVED.contains(named.toUpperCase(Locale.ROOT))) {
      throw S3Error.NotImplemented.because("The checksum algorithm " + named + " is not served")
          .with("Header", "x-amz-sdk-checksum-algorithm");
    }
    if (ChecksumAlgorithm.named(named).isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "Checksum algorithm provided is unsupported: "
              + named
              + ". Valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }
    if (!ChecksumAlgorithm.named(named).equals(Optional.ofNullable(algorithm))) {
      throw S3Error.InvalidRequest.because(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");
    }
  }

  private static byte[] value(
      ChecksumAlgorithm algorithm, Map<ChecksumAlgorithm, String> declared) {
    byte[] value = decode(String.valueOf(declared.get(algorithm)));
    if (value == null || value.length != algorithm.sizeBytes()) {
      throw S3Error.InvalidRequest.because(
          "Value for " + algorithm.header() + " header is invalid.");
    }
    return value;
  }

  private static byte[] trailer(ChecksumAlgorithm algorithm, Headers trailers) {
    String text =
        trailers.first(algorithm.header()).orElseThrow(S3Error.MalformedTrailerError::refusal);
    byte[] value = decode(text.strip());
    if (value == null || value.length != algorithm.sizeBytes()) {
      throw S3Error.InvalidRequest.because(
          "Value for " + algorithm.header() + " trailing header is invalid.");
    }
    return value;
  }

  private static byte @Nullable [] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
