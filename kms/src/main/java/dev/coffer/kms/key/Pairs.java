package dev.coffer.kms.key;

import dev.coffer.crypto.material.PairKind;
import dev.coffer.crypto.material.SignatureScheme;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.SigningAlgorithm;
import java.util.List;

/** Which pairs of keys are served, and how they sign. Source: docs/decisions/0029. */
public final class Pairs {
  private static final List<SigningAlgorithm> RSA =
      List.of(
          SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256,
          SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_384,
          SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_512,
          SigningAlgorithm.RSASSA_PSS_SHA_256,
          SigningAlgorithm.RSASSA_PSS_SHA_384,
          SigningAlgorithm.RSASSA_PSS_SHA_512);

  private Pairs() {}

  /** The algorithms of a spec, in the order in which Amazon lists them; empty when not served. */
  public static List<SigningAlgorithm> algorithms(KeySpec spec) {
    return switch (spec) {
      case RSA_2048, RSA_3072, RSA_4096 -> RSA;
      case ECC_NIST_P256 -> List.of(SigningAlgorithm.ECDSA_SHA_256);
      case ECC_NIST_P384 -> List.of(SigningAlgorithm.ECDSA_SHA_384);
      case ECC_NIST_P521 -> List.of(SigningAlgorithm.ECDSA_SHA_512);
      case SYMMETRIC_DEFAULT,
          HMAC_224,
          HMAC_256,
          HMAC_384,
          HMAC_512,
          ECC_SECG_P256K1,
          ECC_NIST_EDWARDS25519,
          SM2,
          ML_DSA_44,
          ML_DSA_65,
          ML_DSA_87,
          ML_KEM_512,
          ML_KEM_768,
          ML_KEM_1024 ->
          List.of();
    };
  }

  static PairKind kind(KeySpec spec) {
    return switch (spec) {
      case RSA_2048 -> PairKind.RSA_2048;
      case RSA_3072 -> PairKind.RSA_3072;
      case RSA_4096 -> PairKind.RSA_4096;
      case ECC_NIST_P256 -> PairKind.P_256;
      case ECC_NIST_P384 -> PairKind.P_384;
      case ECC_NIST_P521 -> PairKind.P_521;
      default -> throw new IllegalArgumentException("no pair that signs: " + spec);
    };
  }

  /** How an algorithm of a spec that is served signs. */
  public static SignatureScheme scheme(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RSASSA_PSS_SHA_256 -> SignatureScheme.RSASSA_PSS_SHA_256;
      case RSASSA_PSS_SHA_384 -> SignatureScheme.RSASSA_PSS_SHA_384;
      case RSASSA_PSS_SHA_512 -> SignatureScheme.RSASSA_PSS_SHA_512;
      case RSASSA_PKCS1_V1_5_SHA_256 -> SignatureScheme.RSASSA_PKCS1_V1_5_SHA_256;
      case RSASSA_PKCS1_V1_5_SHA_384 -> SignatureScheme.RSASSA_PKCS1_V1_5_SHA_384;
      case RSASSA_PKCS1_V1_5_SHA_512 -> SignatureScheme.RSASSA_PKCS1_V1_5_SHA_512;
      case ECDSA_SHA_256 -> SignatureScheme.ECDSA_SHA_256;
      case ECDSA_SHA_384 -> SignatureScheme.ECDSA_SHA_384;
      case ECDSA_SHA_512 -> SignatureScheme.ECDSA_SHA_512;
      case SM2DSA, ML_DSA_SHAKE_256, ED25519_SHA_512, ED25519_PH_SHA_512 ->
          throw new IllegalArgumentException("no algorithm of a served key: " + algorithm);
    };
  }
}
