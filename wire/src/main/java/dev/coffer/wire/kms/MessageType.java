package dev.coffer.wire.kms;

/** What is signed: a message, its digest, or what ML-DSA signs in a message's place. */
public enum MessageType {
  RAW,
  DIGEST,
  EXTERNAL_MU
}
