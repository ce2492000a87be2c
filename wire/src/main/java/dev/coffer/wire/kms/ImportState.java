package dev.coffer.wire.kms;

/** Whether key material is there. */
public enum ImportState {
  IMPORTED,
  PENDING_IMPORT
}
