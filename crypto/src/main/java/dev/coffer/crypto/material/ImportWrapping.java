package dev.coffer.crypto.material;

/** How key material from outside is wrapped. Source: AWS KMS, GetParametersForImport. */
public enum ImportWrapping {
  RSAES_OAEP_SHA_1(Hash.SHA_1, false),
  RSAES_OAEP_SHA_256(Hash.SHA_256, false),
  /** An AES key under OAEP, then the material under that key by RFC 5649. */
  RSA_AES_KEY_WRAP_SHA_1(Hash.SHA_1, true),
  RSA_AES_KEY_WRAP_SHA_256(Hash.SHA_256, true);

  /** The hash of OAEP and of its mask. */
  enum Hash {
    SHA_1("SHA-1"),
    SHA_256("SHA-256");

    private final String jdkName;

    Hash(String jdkName) {
      this.jdkName = jdkName;
    }

    String jdkName() {
      return jdkName;
    }
  }

  private final Hash hash;
  private final boolean twofold;

  ImportWrapping(Hash hash, boolean twofold) {
    this.hash = hash;
    this.twofold = twofold;
  }

  Hash hash() {
    return hash;
  }

  boolean twofold() {
    return twofold;
  }
}
