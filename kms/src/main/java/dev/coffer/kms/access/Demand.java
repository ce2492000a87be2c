package dev.coffer.kms.access;

import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.kms.KmsError;

/** What an operation demands of a key's kind, whatever its state. Source: spec/kms.md §6, §9. */
public enum Demand {
  /** Any key. */
  ANY,
  /** A symmetric key of no custom key store, since others are never rotated. */
  ROTATABLE,
  /** A symmetric key whose material was drawn here. */
  ROTATABLE_BY_ITSELF,
  /** A key whose material was drawn here, of whatever kind. */
  DRAWN_HERE,
  /** A key whose material comes from outside. */
  IMPORTED,
  /** A key of two halves. */
  PAIRED;

  /** Refuses a key of another kind. */
  public void require(KmsKey key, String keyArn) {
    KmsKey.Nature nature = key.nature();
    boolean rotates = this == ROTATABLE || this == ROTATABLE_BY_ITSELF;
    if ((rotates && !nature.symmetric()) || (this == PAIRED && !nature.signs())) {
      throw KmsError.UnsupportedOperationException.refusal();
    }
    boolean ownMaterial = this == ROTATABLE_BY_ITSELF || this == DRAWN_HERE;
    boolean wrongOrigin =
        ((rotates || ownMaterial) && nature.strict())
            || (ownMaterial && nature.external())
            || (this == IMPORTED && !nature.external());
    if (wrongOrigin) {
      throw KmsError.UnsupportedOperationException.because(
          keyArn + " origin is " + nature.origin() + " which is not valid for this operation.");
    }
  }
}
