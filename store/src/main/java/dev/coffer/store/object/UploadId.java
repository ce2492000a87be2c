package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The name of a multipart upload.
 *
 * <p>16 bytes: the microsecond of its beginning, big-endian, and 8 random ones, so that the uploads
 * of a key are ordered by age. Clients see it as 22 characters of base64url and must not read it.
 */
record UploadId(Bytes bytes16) {
  static final int BYTES = 16;

  private static final int TEXT_LENGTH = 22;

  UploadId {
    if (bytes16.size() != BYTES) {
      throw new IllegalArgumentException("an upload id has 16 bytes");
    }
  }

  static UploadId begin(Instant now, Entropy entropy) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    Bytes random = Bytes.copyOf(entropy.bytes(BYTES - Long.BYTES));
    return new UploadId(new FieldWriter().u64(micros).toBytes().concat(random));
  }

  String format() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes16.toByteArray());
  }

  /** The id that a client names; empty for whatever {@link #format} never gave. */
  static Optional<UploadId> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      var parsed = new UploadId(Bytes.copyOf(Base64.getUrlDecoder().decode(text)));
      return Optional.of(parsed).filter(id -> id.format().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
