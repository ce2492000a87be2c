package dev.coffer.wire.kms;

/** What a grant can allow. */
public enum GrantOperation {
  Decrypt,
  Encrypt,
  GenerateDataKey,
  GenerateDataKeyWithoutPlaintext,
  ReEncryptFrom,
  ReEncryptTo,
  Sign,
  Verify,
  GetPublicKey,
  CreateGrant,
  RetireGrant,
  DescribeKey,
  GenerateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext,
  GenerateMac,
  VerifyMac,
  DeriveSharedSecret,
  Encapsulate,
  Decapsulate
}
