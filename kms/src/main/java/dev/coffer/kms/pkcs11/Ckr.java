package dev.coffer.kms.pkcs11;

/** The return values that we tell apart, and the failure that carries one. */
final class Ckr extends Exception {
  static final long OK = 0;
  static final long GENERAL_ERROR = 0x5;
  static final long ENCRYPTED_DATA_INVALID = 0x40;
  static final long ENCRYPTED_DATA_LEN_RANGE = 0x41;
  static final long AEAD_DECRYPT_FAILED = 0x42;
  static final long MECHANISM_INVALID = 0x70;
  static final long MECHANISM_PARAM_INVALID = 0x71;
  static final long PIN_INCORRECT = 0xA0;
  static final long PIN_LOCKED = 0xA4;
  static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long USER_PIN_NOT_INITIALIZED = 0x102;
  static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;

  private static final long serialVersionUID = 1L;

  private final String function;
  private final long value;

  Ckr(String function, long value) {
    super(function + " CKR 0x" + Long.toHexString(value));
    this.function = function;
    this.value = value;
  }

  long value() {
    return value;
  }

  /** The PIN, and only a login can say so: every value from incorrect to locked, and not set. */
  boolean ofPin() {
    boolean pin = value >= PIN_INCORRECT && value <= PIN_LOCKED;
    return function.equals("C_Login") && (pin || value == USER_PIN_NOT_INITIALIZED);
  }

  /** The module says clearly that the bytes are at fault. */
  boolean ofData() {
    return value == ENCRYPTED_DATA_INVALID
        || value == ENCRYPTED_DATA_LEN_RANGE
        || value == AEAD_DECRYPT_FAILED;
  }

  boolean ofMechanism() {
    return value == MECHANISM_INVALID || value == MECHANISM_PARAM_INVALID;
  }
}
