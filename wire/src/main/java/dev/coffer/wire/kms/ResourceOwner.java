package dev.coffer.wire.kms;

/** Whose keys are listed. */
public enum ResourceOwner {
  SELF,
  OTHER_ACCOUNTS_VIA_RAM
}
