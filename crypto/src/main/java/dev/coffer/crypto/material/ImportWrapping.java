package dev.coffer.crypto.material;

import java.util.Arrays;
import java.util.Optional;

/** How key material from outside is wrapped. Source: AWS KMS, GetParametersForImport. */
public enum ImportWrapping {
  RSAES_OAEP_SHA_1(1, Hash.SHA_1, false),
  RSAES_OAEP_SHA_256(2, Hash.SHA_256, false),
  /** An AES key under OAEP, then the material under that key by RFC 5649. */
  RSA_AES_KEY_WRAP_SHA_1(3, Hash.SHA_1, true),
  RSA_AES_KEY_WRAP_SHA_256(4, Hash.SHA_256, true);

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

  private final int code;
  private final Hash hash;
  private final boolean twofold;

  ImportWrapping(int code, Hash hash, boolean twofold) {
    this.code = code;
    this.hash = hash;
    this.twofold = twofold;
  }

  /** The number by which tokens name it; it never changes its meaning. */
  public int code() {
    return code;
  }

  /** The one of this number. */
  public static Optional<ImportWrapping> find(int code) {
    return Arrays.stream(values()).filter(wrapping -> wrapping.code == code).findFirst();
  }

  Hash hash() {
    return hash;
  }

  boolean twofold() {
    return twofold;
  }
}
