package dev.coffer.wire.kms;

/** How an authentication code is made. */
public enum MacAlgorithm {
  HMAC_SHA_224,
  HMAC_SHA_256,
  HMAC_SHA_384,
  HMAC_SHA_512
}
