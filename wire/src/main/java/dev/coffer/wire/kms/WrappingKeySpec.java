package dev.coffer.wire.kms;

/** The key pair under which key material is wrapped for its import. */
public enum WrappingKeySpec {
  RSA_2048,
  RSA_3072,
  RSA_4096,
  SM2
}
