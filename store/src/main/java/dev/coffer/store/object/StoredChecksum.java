package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.ChecksumHeaders;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A checksum of plaintext. Stored sealed only.
 *
 * @param parts the number that a composite one shows after its value, else 0
 */
public record StoredChecksum(ChecksumMark mark, Bytes value, int parts) {
  public StoredChecksum {
    if (value.size() != mark.algorithm().sizeBytes()) {
      throw new IllegalArgumentException("the value is not of the algorithm's size");
    }
  }

  /** Base64, and {@code -n} after a composite one. */
  public String text() {
    String base64 = Base64.getEncoder().encodeToString(value.toByteArray());
    return mark.composite() ? base64 + "-" + parts : base64;
  }

  /** As headers show it; nothing for none. */
  public static ChecksumHeaders headers(@Nullable StoredChecksum checksum) {
    return new ChecksumHeaders(
        text(checksum, ChecksumAlgorithm.CRC32),
        text(checksum, ChecksumAlgorithm.CRC32C),
        text(checksum, ChecksumAlgorithm.CRC64NVME),
        text(checksum, ChecksumAlgorithm.SHA1),
        text(checksum, ChecksumAlgorithm.SHA256));
  }

  /** As documents show it; nothing for none. */
  public static ChecksumElements elements(@Nullable StoredChecksum checksum) {
    return new ChecksumElements(
        text(checksum, ChecksumAlgorithm.CRC32),
        text(checksum, ChecksumAlgorithm.CRC32C),
        text(checksum, ChecksumAlgorithm.CRC64NVME),
        text(checksum, ChecksumAlgorithm.SHA1),
        text(checksum, ChecksumAlgorithm.SHA256));
  }

  private static @Nullable String text(
      @Nullable StoredChecksum checksum, ChecksumAlgorithm algorithm) {
    return checksum != null && checksum.mark.algorithm() == algorithm ? checksum.text() : null;
  }

  void write(FieldWriter out) {
    mark.write(out);
    out.bytes(value).u16(parts);
  }

  static StoredChecksum read(FieldReader in) {
    ChecksumMark mark = ChecksumMark.read(in);
    return new StoredChecksum(mark, Stored.sized(in, mark.algorithm().sizeBytes()), in.u16());
  }
}
