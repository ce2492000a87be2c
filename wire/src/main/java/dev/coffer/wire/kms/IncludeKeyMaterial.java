package dev.coffer.wire.kms;

/** Whether the first material of a key is listed too. */
public enum IncludeKeyMaterial {
  ALL_KEY_MATERIAL,
  ROTATIONS_ONLY
}
