package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.material.CiphertextBlob;
import dev.coffer.crypto.secret.Entropy;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a KMS key: a UUID in lower case, or {@code mrk-} and 32 hexadecimal digits for a
 * multi-Region key.
 */
public record KeyId(String text) {
  private static final String MULTI_REGION = "mrk-";
  private static final Pattern SHAPE =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");
  private static final HexFormat HEX = HexFormat.of();

  public KeyId {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not the id of a KMS key");
    }
  }

  /** The id that this text is; empty when it is none. */
  public static Optional<KeyId> find(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new KeyId(text)) : Optional.empty();
  }

  /** Draws a new id. */
  public static KeyId random(Entropy entropy, boolean multiRegion) {
    byte[] bits = entropy.bytes(CiphertextBlob.KEY_ID_BYTES);
    bits[6] = (byte) ((bits[6] & 0x0f) | 0x40);
    bits[8] = (byte) ((bits[8] & 0x3f) | 0x80);
    return of(HEX.formatHex(bits), multiRegion);
  }

  /** The id of the key that a ciphertext names. */
  public static KeyId of(CiphertextBlob blob) {
    return of(blob.keyId().toString(), blob.multiRegion());
  }

  private static KeyId of(String hex, boolean multiRegion) {
    if (multiRegion) {
      return new KeyId(MULTI_REGION + hex);
    }
    return new KeyId(
        String.join(
            "-",
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20)));
  }

  public boolean multiRegion() {
    return text.startsWith(MULTI_REGION);
  }

  /** The 128 bits of the id. */
  public Bytes bits() {
    String digits = multiRegion() ? text.substring(MULTI_REGION.length()) : text;
    return Bytes.ofHex(digits.replace("-", ""));
  }

  /** As on the wire. */
  @Override
  public String toString() {
    return text;
  }
}
