package dev.coffer.crypto.material;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.secret.Entropy;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures held against the JDK's own, which pads and hashes by itself. */
final class SigningPairTest {
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
  private static final Map<PairKind, SigningPair.Drawn> PAIRS = new ConcurrentHashMap<>();
  private static final List<SignatureScheme> RSA =
      Arrays.stream(SignatureScheme.values())
          .filter(scheme -> scheme.name().startsWith("RSASSA"))
          .toList();
  private static final Map<PairKind, List<SignatureScheme>> SCHEMES = schemes();

  private static Map<PairKind, List<SignatureScheme>> schemes() {
    var all = new EnumMap<PairKind, List<SignatureScheme>>(PairKind.class);
    all.put(PairKind.P_256, List.of(SignatureScheme.ECDSA_SHA_256));
    all.put(PairKind.P_384, List.of(SignatureScheme.ECDSA_SHA_384));
    all.put(PairKind.P_521, List.of(SignatureScheme.ECDSA_SHA_512));
    for (PairKind kind : List.of(PairKind.RSA_2048, PairKind.RSA_3072, PairKind.RSA_4096)) {
      all.put(kind, RSA);
    }
    return all;
  }

  static Stream<Arguments> everyKindAndScheme() {
    return SCHEMES.entrySet().stream()
        .flatMap(row -> row.getValue().stream().map(scheme -> Arguments.of(row.getKey(), scheme)));
  }

  /** Drawing a long modulus takes long, so one pair of a kind serves all tests. */
  private static SigningPair.Drawn pair(PairKind kind) {
    return PAIRS.computeIfAbsent(kind, SigningPair::draw);
  }

  @AfterAll
  static void close() {
    PAIRS.values().forEach(SigningPair.Drawn::close);
    PAIRS.clear();
  }

  private static byte[] signed(PairKind kind, SignatureScheme scheme, byte[] message) {
    try (var material = new KeyMaterial(pair(kind).privateKey().copy())) {
      return material.sign(scheme, scheme.digest(message), Entropy.system());
    }
  }

  private static boolean verifies(
      PairKind kind, SignatureScheme scheme, byte[] message, byte[] signature) {
    return SigningPair.verifies(pair(kind).publicKey(), scheme, scheme.digest(message), signature);
  }

  private static KeyFactory factory(SignatureScheme scheme) throws GeneralSecurityException {
    return KeyFactory.getInstance(scheme.name().startsWith("ECDSA") ? "EC" : "RSA");
  }

  private static PublicKey publicKey(PairKind kind, SignatureScheme scheme)
      throws GeneralSecurityException {
    return factory(scheme).generatePublic(new X509EncodedKeySpec(pair(kind).publicKey().toArray()));
  }

  private static PrivateKey privateKey(PairKind kind, SignatureScheme scheme)
      throws GeneralSecurityException {
    return factory(scheme)
        .generatePrivate(new PKCS8EncodedKeySpec(pair(kind).privateKey().bytes()));
  }

  /** The JDK's algorithm, which is given the message itself. */
  private static Signature jdk(SignatureScheme scheme) throws GeneralSecurityException {
    String bits = scheme.name().substring(scheme.name().length() - 3);
    if (scheme.name().startsWith("ECDSA")) {
      return Signature.getInstance("SHA" + bits + "withECDSA");
    }
    if (scheme.name().startsWith("RSASSA_PKCS1")) {
      return Signature.getInstance("SHA" + bits + "withRSA");
    }
    return pss(bits, Integer.parseInt(bits) / 8);
  }

  private static Signature pss(String bits, int saltBytes) throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(
        new PSSParameterSpec(
            "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), saltBytes, 1));
    return pss;
  }

  @ParameterizedTest
  @MethodSource("everyKindAndScheme")
  void theJdkVerifiesWhatIsSignedHere(PairKind kind, SignatureScheme scheme)
      throws GeneralSecurityException {
    byte[] signature = signed(kind, scheme, MESSAGE);
    Signature jdk = jdk(scheme);
    jdk.initVerify(publicKey(kind, scheme));
    jdk.update(MESSAGE);
    assertThat(jdk.verify(signature)).isTrue();
    jdk.update(MESSAGE, 1, MESSAGE.length - 1);
    assertThat(jdk.verify(signature)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("everyKindAndScheme")
  void whatTheJdkSignsIsVerifiedHere(PairKind kind, SignatureScheme scheme)
      throws GeneralSecurityException {
    Signature jdk = jdk(scheme);
    jdk.initSign(privateKey(kind, scheme));
    jdk.update(MESSAGE);
    byte[] signature = jdk.sign();
    assertThat(verifies(kind, scheme, MESSAGE, signature)).isTrue();
    assertThat(verifies(kind, scheme, new byte[1], signature)).isFalse();
    if (scheme.name().startsWith("RSASSA_PKCS1")) {
      assertThat(signed(kind, scheme, MESSAGE)).as("there is one only").isEqualTo(signature);
    } else {
      assertThat(signed(kind, scheme, MESSAGE)).as("salted").isNotEqualTo(signature);
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindAndScheme")
  void flippedBitsTruncationsAndAdditionsAreRefused(PairKind kind, SignatureScheme scheme) {
    byte[] signature = signed(kind, scheme, MESSAGE);
    int step = signature.length / 60; // every byte of ECDSA's, some of the long ones
    for (int at = 0; at < signature.length; at += step) {
      byte[] changed = signature.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      assertThat(verifies(kind, scheme, MESSAGE, changed)).as("byte %d", at).isFalse();
    }
    for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1, 6144}) {
      assertThat(verifies(kind, scheme, MESSAGE, Arrays.copyOf(signature, length)))
          .as("%d bytes", length)
          .isFalse();
    }
  }

  @Test
  void aSignatureOfOneSchemeIsNoneOfAnother() {
    for (SignatureScheme made : RSA) {
      byte[] signature = signed(PairKind.RSA_2048, made, MESSAGE);
      for (SignatureScheme asked : RSA) {
        assertThat(verifies(PairKind.RSA_2048, asked, MESSAGE, signature))
            .as(made + " taken for " + asked)
            .isEqualTo(made == asked);
      }
    }
  }

  @Test
  void anotherPairsSignatureIsRefused() {
    try (SigningPair.Drawn other = SigningPair.draw(PairKind.P_256)) {
      byte[] signature = signed(PairKind.P_256, SignatureScheme.ECDSA_SHA_256, MESSAGE);
      byte[] digest = SignatureScheme.ECDSA_SHA_256.digest(MESSAGE);
      assertThat(
              SigningPair.verifies(
                  other.publicKey(), SignatureScheme.ECDSA_SHA_256, digest, signature))
          .isFalse();
    }
  }

  @Test
  void aSaltOfAnotherLengthIsRefused() throws GeneralSecurityException {
    for (int saltBytes : new int[] {0, 20, 31, 33}) {
      Signature jdk = pss("256", saltBytes);
      jdk.initSign(privateKey(PairKind.RSA_2048, SignatureScheme.RSASSA_PSS_SHA_256));
      jdk.update(MESSAGE);
      assertThat(
              verifies(PairKind.RSA_2048, SignatureScheme.RSASSA_PSS_SHA_256, MESSAGE, jdk.sign()))
          .as("%d bytes of salt", saltBytes)
          .isFalse();
    }
  }

  /** A signature and the same plus the modulus are the same number to a careless verifier. */
  @Test
  void aNumberThatIsNotBelowTheModulusIsRefused() throws GeneralSecurityException {
    for (SignatureScheme scheme : RSA) {
      BigInteger modulus = ((RSAPublicKey) publicKey(PairKind.RSA_2048, scheme)).getModulus();
      byte[] signature = signed(PairKind.RSA_2048, scheme, MESSAGE);
      byte[] more = new BigInteger(1, signature).add(modulus).toByteArray();
      assertThat(verifies(PairKind.RSA_2048, scheme, MESSAGE, more)).isFalse();
      byte[] all = new byte[256];
      Arrays.fill(all, (byte) 0xff);
      assertThat(verifies(PairKind.RSA_2048, scheme, MESSAGE, all)).isFalse();
    }
  }

  @Test
  void aDigestOfAnotherSizeIsABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            SigningPair.verifies(
                pair(PairKind.P_256).publicKey(),
                SignatureScheme.ECDSA_SHA_256,
                new byte[48],
                new byte[70]));
  }
}
