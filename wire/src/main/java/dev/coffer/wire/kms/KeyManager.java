package dev.coffer.wire.kms;

/** Who manages a KMS key: the service for itself, or the account. */
public enum KeyManager {
  AWS,
  CUSTOMER
}
