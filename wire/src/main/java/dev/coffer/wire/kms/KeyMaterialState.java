package dev.coffer.wire.kms;

/** What a key uses its material for. */
public enum KeyMaterialState {
  NON_CURRENT,
  CURRENT,
  PENDING_ROTATION
}
