package dev.coffer.store.object;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.checksum.ChecksumAlgorithm;

/**
 * Which checksum an object or upload has: what listings may show.
 *
 * @param composite over the parts' checksums rather than over all bytes
 */
public record ChecksumMark(ChecksumAlgorithm algorithm, boolean composite) {
  /** Amazon's name: {@code COMPOSITE} or {@code FULL_OBJECT}. */
  public String type() {
    return composite ? "COMPOSITE" : "FULL_OBJECT";
  }

  void write(FieldWriter out) {
    out.u8(code(algorithm)).flag(composite);
  }

  static ChecksumMark read(FieldReader in) {
    return new ChecksumMark(algorithm(in.u8()), in.flag());
  }

  private static int code(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> 1;
      case CRC32C -> 2;
      case CRC64NVME -> 3;
      case SHA1 -> 4;
      case SHA256 -> 5;
    };
  }

  private static ChecksumAlgorithm algorithm(int code) {
    return switch (code) {
      case 1 -> ChecksumAlgorithm.CRC32;
      case 2 -> ChecksumAlgorithm.CRC32C;
      case 3 -> ChecksumAlgorithm.CRC64NVME;
      case 4 -> ChecksumAlgorithm.SHA1;
      case 5 -> ChecksumAlgorithm.SHA256;
      default -> throw new Corrupt("a checksum's algorithm is unknown").with("code", code);
    };
  }
}
