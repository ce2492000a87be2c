package dev.coffer.crypto.material;

/**
 * How a digest is signed: by ECDSA, whose signatures are DER, or by RSA with one of the two
 * paddings of RFC 8017. The salt of PSS is as long as the digest, its mask uses the same hash.
 */
public enum SignatureScheme {
  ECDSA_SHA_256(Family.ECDSA, Digest.SHA_256),
  ECDSA_SHA_384(Family.ECDSA, Digest.SHA_384),
  ECDSA_SHA_512(Family.ECDSA, Digest.SHA_512),
  RSASSA_PSS_SHA_256(Family.PSS, Digest.SHA_256),
  RSASSA_PSS_SHA_384(Family.PSS, Digest.SHA_384),
  RSASSA_PSS_SHA_512(Family.PSS, Digest.SHA_512),
  RSASSA_PKCS1_V1_5_SHA_256(Family.PKCS1, Digest.SHA_256),
  RSASSA_PKCS1_V1_5_SHA_384(Family.PKCS1, Digest.SHA_384),
  RSASSA_PKCS1_V1_5_SHA_512(Family.PKCS1, Digest.SHA_512);

  enum Family {
    ECDSA,
    PSS,
    PKCS1
  }

  private final Family family;
  private final Digest digest;

  SignatureScheme(Family family, Digest digest) {
    this.family = family;
    this.digest = digest;
  }

  Family family() {
    return family;
  }

  Digest digest() {
    return digest;
  }

  public int digestBytes() {
    return digest.sizeBytes();
  }

  /** The digest that is signed in place of a message. */
  public byte[] digest(byte[] message) {
    return digest.of(message);
  }
}
