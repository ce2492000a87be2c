package dev.coffer.wire.kms;

/** The length of a data key. */
public enum DataKeySpec {
  AES_256,
  AES_128
}
