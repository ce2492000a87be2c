package dev.coffer.wire.kms;

/** Whether a KMS key can be used. */
public enum KeyState {
  Enabled,
  Disabled,
  PendingDeletion,
  PendingImport,
  Unavailable
}
