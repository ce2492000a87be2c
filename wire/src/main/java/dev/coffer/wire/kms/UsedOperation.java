package dev.coffer.wire.kms;

/** An operation that counts as use of a key. */
public enum UsedOperation {
  Decrypt,
  Encrypt,
  GenerateDataKey,
  GenerateDataKeyWithoutPlaintext,
  GenerateMac,
  ReEncrypt,
  Sign,
  Verify,
  VerifyMac
}
