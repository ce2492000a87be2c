package dev.coffer.wire.checksum;

import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was computed over a body that agreed with everything that its sender declared. */
public final class Verified {
  private final byte @Nullable [] md5;
  private final Map<ChecksumAlgorithm, byte[]> checksums;
  private final long sizeBytes;

  Verified(byte @Nullable [] md5, Map<ChecksumAlgorithm, byte[]> checksums, long sizeBytes) {
    this.md5 = md5;
    this.checksums = checksums;
    this.sizeBytes = sizeBytes;
  }

  /** How many bytes there were. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** 16 bytes, if MD5 was asked for or declared. */
  public Optional<byte[]> md5() {
    return Optional.ofNullable(md5).map(byte[]::clone);
  }

  /** As an ETag shows it, without quotes. */
  public Optional<String> md5Hex() {
    return Optional.ofNullable(md5).map(HexFormat.of()::formatHex);
  }

  /** All that were asked for or declared, base64. */
  public Map<ChecksumAlgorithm, String> checksums() {
    var texts = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
    checksums.forEach((algorithm, value) -> texts.put(algorithm, base64(value)));
    return texts;
  }

  static String base64(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }
}
