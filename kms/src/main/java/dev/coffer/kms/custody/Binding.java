package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;

/**
 * What a key that a backend wraps is bound to: it unwraps nowhere else.
 *
 * @param installationId 16 bytes
 * @param place the slot's id as hex, or the KMS key's id; 1 to 128 printable ASCII characters
 * @param version of what lies there: the root key's, or the key material's number; at least 1
 */
public record Binding(Bytes installationId, String place, int version) {
  private static final String LABEL = "coffer/custody";
  private static final int MAX_PLACE = 128;

  public Binding {
    boolean printable = place.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (place.isEmpty() || place.length() > MAX_PLACE || !printable || version < 1) {
      throw new IllegalArgumentException("a place has 1 to 128 characters, a version is from 1 on");
    }
    if (installationId.sizeBytes() != StoreRootKey.INSTALLATION_ID_BYTES) {
      throw new IllegalArgumentException("an installation id has 16 bytes");
    }
  }

  /** Returns the 32 bytes that a backend with additional authenticated data is given. */
  byte[] aadSha256() {
    return Aad.of(LABEL).add(installationId).add(place).addLong(version).sha256();
  }
}
