package dev.coffer.kms.pkcs11;

/** How the worker answers. */
public enum Status {
  OK,
  /** Not encrypted by this key with this associated data, or changed. */
  NOT_AUTHENTIC,
  NO_SUCH_KEY,
  /** The module, the token or the worker is not there, does not answer, or fails. */
  UNREACHABLE,
  /** The PIN is wrong, locked or expired. Asking again does harm. */
  REFUSED,
  /** A key is there where one was to be made. */
  EXISTS,
  /** The key or the module cannot do what we need. */
  UNSUPPORTED
}
