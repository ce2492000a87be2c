package dev.coffer.wire.kms;

/** How a dry run differs from the real one. */
public enum DryRunModifier {
  IGNORE_CIPHERTEXT
}
