package dev.coffer.wire.kms;

/** Whether imported key material is new to its key. */
public enum ImportType {
  NEW_KEY_MATERIAL,
  EXISTING_KEY_MATERIAL
}
