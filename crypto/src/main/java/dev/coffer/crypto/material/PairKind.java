package dev.coffer.crypto.material;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** What kind of pair of keys signs: RSA by the size of its modulus, or a curve of NIST. */
public enum PairKind {
  RSA_2048(2048),
  RSA_3072(3072),
  RSA_4096(4096),
  P_256("secp256r1"),
  P_384("secp384r1"),
  P_521("secp521r1");

  private final String curve;
  private final int modulusBits;

  PairKind(int modulusBits) {
    this.curve = "";
    this.modulusBits = modulusBits;
  }

  PairKind(String curve) {
    this.curve = curve;
    this.modulusBits = 0;
  }

  /** What draws pairs of this kind. */
  KeyPairGenerator generator() throws GeneralSecurityException {
    boolean rsa = modulusBits > 0;
    AlgorithmParameterSpec parameters =
        rsa
            ? new RSAKeyGenParameterSpec(modulusBits, RSAKeyGenParameterSpec.F4)
            : new ECGenParameterSpec(curve);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
    generator.initialize(parameters);
    return generator;
  }
}
