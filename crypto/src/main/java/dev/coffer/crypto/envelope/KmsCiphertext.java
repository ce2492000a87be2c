package dev.coffer.crypto.envelope;

import java.util.Map;

/**
 * A data key as the key service gave it: the ciphertext to be decrypted again, and what must be
 * said with it.
 *
 * <p>The plaintext of that ciphertext, 32 bytes, is the wrapping key of an object's data key. The
 * ciphertext itself is opaque here.
 *
 * @param keyArn ARN of the KMS key, in full
 * @param keyMaterialId the material that encrypted, as the key service names it; empty where it
 *     says nothing
 * @param encryptionContext exactly as sent to the key service
 */
public record KmsCiphertext(
    String keyArn, String keyMaterialId, Map<String, String> encryptionContext, Bytes ciphertext) {
  /** The longest ARN. */
  public static final int MAX_ARN_BYTES = 2048;

  /** The longest name of a material. */
  public static final int MAX_MATERIAL_ID_BYTES = 128;

  /** The longest ciphertext; Amazon's limit. */
  public static final int MAX_CIPHERTEXT_BYTES = 6144;

  public KmsCiphertext {
    if (keyArn.isEmpty() || !isPrintable(keyArn, MAX_ARN_BYTES)) {
      throw new IllegalArgumentException("an ARN is up to 2048 printable ASCII characters");
    }
    if (!isPrintable(keyMaterialId, MAX_MATERIAL_ID_BYTES)) {
      throw new IllegalArgumentException("a material id is up to 128 printable ASCII characters");
    }
    if (ciphertext.sizeBytes() < 1 || ciphertext.sizeBytes() > MAX_CIPHERTEXT_BYTES) {
      throw new IllegalArgumentException("a ciphertext has 1 to 6144 bytes");
    }
    encryptionContext = CanonicalContext.require(encryptionContext);
  }

  private static boolean isPrintable(String text, int limit) {
    return text.length() <= limit && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
