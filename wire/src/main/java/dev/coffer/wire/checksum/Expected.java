package dev.coffer.wire.checksum;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sender declared about its bytes, checked for form before any byte is read.
 *
 * <p>At most one additional checksum may be declared, in a header or as the name of a trailer.
 * Source: spec/encryption.md R18, R19 (codes and texts).
 */
public final class Expected {
  private static final int MD5_BYTES = 16;
  private static final String TRAILER_PREFIX = "x-amz-checksum-";

  /** Known to Amazon's newest model, not computed here. */
  private static final Set<String> UNSERVED =
      Set.of("SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128");

  private final @Nullable String md5;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable String value;

  private Expected(
      @Nullable String md5, @Nullable ChecksumAlgorithm algorithm, @Nullable String value) {
    this.md5 = md5;
    this.algorithm = algorithm;
    this.value = value;
  }

  /**
   * Reads the declaration.
   *
   * @throws S3Exception when a value is malformed, or declarations contradict each other
   */
  public static Expected from(Integrity integrity) {
    Map<ChecksumAlgorithm, String> headers = declared(integrity.checksums());
    Optional<ChecksumAlgorithm> trailer = trailer(integrity.trailer());
    if (headers.size() + (trailer.isPresent() ? 1 : 0) > 1) {
      throw S3Error.InvalidRequest.because(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    headers.forEach(Expected::requireWellFormed);
    ChecksumAlgorithm algorithm =
        headers.keySet().stream().findFirst().or(() -> trailer).orElse(null);
    requireAnnounced(integrity.sdkChecksumAlgorithm(), algorithm);
    String value = algorithm == null ? null : headers.get(algorithm);
    return new Expected(wellFormedMd5(integrity.contentMd5()), algorithm, value);
  }

  /** The additional checksum that was declared, if any. */
  public Optional<ChecksumAlgorithm> algorithm() {
    return Optional.ofNullable(algorithm);
  }

  /** Whether the sender declared anything at all. */
  public boolean declaresSomething() {
    return md5 != null || algorithm != null;
  }

  /**
   * The body's stream, which computes what was declared and what is asked for while it is read, and
   * compares when it ends.
   *
   * @param more checksums to compute besides the declared one
   * @param withMd5 whether the MD5 is wanted even if it was not declared
   */
  public ChecksumInput open(Body body, Set<ChecksumAlgorithm> more, boolean withMd5) {
    var sums = new EnumMap<ChecksumAlgorithm, Checksum>(ChecksumAlgorithm.class);
    more.forEach(wanted -> sums.put(wanted, Checksum.of(wanted)));
    if (algorithm != null) {
      sums.putIfAbsent(algorithm, Checksum.of(algorithm));
    }
    Checksum md5Sum = withMd5 || md5 != null ? new Digest("MD5") : null;
    return new ChecksumInput(body, this, md5Sum, sums);
  }

  void requireMatch(@Nullable String actualMd5, Map<ChecksumAlgorithm, String> actual, Body body) {
    if (md5 != null && actualMd5 != null && !md5.equals(actualMd5)) {
      throw S3Error.BadDigest.with("ExpectedDigest", md5).with("CalculatedDigest", actualMd5);
    }
    if (algorithm != null) {
      String wanted = value != null ? value : trailing(algorithm, body);
      if (!wanted.equals(actual.get(algorithm))) {
        throw S3Error.BadDigest.because(
            "The " + algorithm + " you specified did not match the calculated checksum.");
      }
    }
  }

  private static String trailing(ChecksumAlgorithm algorithm, Body body) {
    String sent =
        body.trailers()
            .get()
            .first(algorithm.header())
            .orElseThrow(S3Error.MalformedTrailerError::refusal)
            .strip();
    if (!decodes(sent, algorithm.sizeBytes())) {
      throw S3Error.InvalidRequest.because(
          "Value for " + algorithm.header() + " trailing header is invalid.");
    }
    return sent;
  }

  private static void requireAnnounced(
      @Nullable String announced, @Nullable ChecksumAlgorithm algorithm) {
    if (announced == null) {
      return;
    }
    if (UNSERVED.contains(announced.toUpperCase(Locale.ROOT))) {
      throw S3Error.NotImplemented.because("The checksum algorithm " + announced + " is not served")
          .with("Header", "x-amz-sdk-checksum-algorithm");
    }
    Optional<ChecksumAlgorithm> named = ChecksumAlgorithm.named(announced);
    if (named.isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "Value for x-amz-sdk-checksum-algorithm header is invalid.");
    }
    if (named.get() != algorithm) {
      throw S3Error.InvalidRequest.because(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
              + " x-amz-trailer headers were found.");
    }
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
      Map<ChecksumAlgorithm, String> declared,
      ChecksumAlgorithm algorithm,
      @Nullable String value) {
    if (value != null) {
      declared.put(algorithm, value);
    }
  }

  private static Optional<ChecksumAlgorithm> trailer(@Nullable String names) {
    if (names == null) {
      return Optional.empty();
    }
    String name = names.strip().toLowerCase(Locale.ROOT);
    Optional<ChecksumAlgorithm> algorithm =
        name.startsWith(TRAILER_PREFIX)
            ? ChecksumAlgorithm.named(name.substring(TRAILER_PREFIX.length()))
            : Optional.empty();
    if (algorithm.isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "The value specified in the x-amz-trailer header is not supported");
    }
    return algorithm;
  }

  private static void requireWellFormed(ChecksumAlgorithm algorithm, String value) {
    if (!decodes(value, algorithm.sizeBytes())) {
      throw S3Error.InvalidRequest.because(
          "Value for " + algorithm.header() + " header is invalid.");
    }
  }

  private static @Nullable String wellFormedMd5(@Nullable String contentMd5) {
    if (contentMd5 != null && !decodes(contentMd5, MD5_BYTES)) {
      throw S3Error.InvalidDigest.with("Content-MD5", contentMd5);
    }
    return contentMd5;
  }

  private static boolean decodes(String base64, int sizeBytes) {
    try {
      return Base64.getDecoder().decode(base64).length == sizeBytes;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
