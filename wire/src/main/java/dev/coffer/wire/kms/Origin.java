package dev.coffer.wire.kms;

/** Where key material comes from. */
public enum Origin {
  AWS_KMS,
  EXTERNAL,
  AWS_CLOUDHSM,
  EXTERNAL_KEY_STORE
}
