package dev.coffer.crypto.material;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;

/**
 * A pair of keys whose private half signs digests and whose public half verifies signatures.
 *
 * <p>The JDK pads no digest that was made elsewhere, so RSA's padding is made here and the JDK does
 * the arithmetic, blinded. Pairs and the secret numbers of ECDSA are drawn with the JDK's own
 * source of randomness.
 *
 * <p>Claim: without the private half nobody makes a signature of a digest that was not signed. Not
 * claimed: that there is one signature only of a digest. Source: RFC 8017; FIPS 186-5.
 */
public final class SigningPair {
  private SigningPair() {}

  /**
   * A new pair; the receiver closes the private half.
   *
   * @param publicKey DER, SubjectPublicKeyInfo
   * @param privateKey DER, PKCS #8
   */
  public record Drawn(Bytes publicKey, Secret privateKey) implements AutoCloseable {
    @Override
    public void close() {
      privateKey.close();
    }
  }

  /** Draws a pair; takes seconds for a long modulus. */
  public static Drawn draw(PairKind kind) {
    try {
      var pair = kind.generator().generateKeyPair();
      return new Drawn(
          Bytes.of(pair.getPublic().getEncoded()), Secret.of(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot draw " + kind, e);
    }
  }

  /** Signs a digest of the scheme's size. */
  static byte[] sign(Secret privateKey, SignatureScheme scheme, byte[] digest, Entropy entropy) {
    requireSize(scheme, digest);
    try {
      var encoded = new PKCS8EncodedKeySpec(privateKey.bytes());
      PrivateKey key = factory(scheme).generatePrivate(encoded);
      return switch (scheme.family()) {
        case ECDSA -> ecdsa(key, digest);
        case PKCS1 -> raw(key, RsaPadding.pkcs1(scheme.digest(), digest, sizeBytes(key)));
        case PSS -> raw(key, RsaPadding.pss(scheme.digest(), digest, sizeBytes(key), entropy));
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a signature could not be made", e);
    }
  }

  private static byte[] ecdsa(PrivateKey key, byte[] digest) throws GeneralSecurityException {
    Signature ecdsa = Signature.getInstance("NONEwithECDSA");
    ecdsa.initSign(key);
    ecdsa.update(digest);
    return ecdsa.sign();
  }

  /**
   * Whether a signature is of this digest under this public half.
   *
   * @param publicKey as it was drawn
   * @param digest of the scheme's size
   */
  public static boolean verifies(
      Bytes publicKey, SignatureScheme scheme, byte[] digest, byte[] signature) {
    requireSize(scheme, digest);
    try {
      PublicKey key = factory(scheme).generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
      return scheme.family() == SignatureScheme.Family.ECDSA
          ? verifiesEcdsa(key, digest, signature)
          : verifiesRsa(key, scheme, digest, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a signature could not be verified", e);
    }
  }

  private static boolean verifiesEcdsa(PublicKey key, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    Signature ecdsa = Signature.getInstance("NONEwithECDSA");
    ecdsa.initVerify(key);
    ecdsa.update(digest);
    try {
      return ecdsa.verify(signature);
    } catch (SignatureException notDer) {
      return false;
    }
  }

  private static boolean verifiesRsa(
      PublicKey key, SignatureScheme scheme, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    int sizeBytes = sizeBytes(key);
    if (signature.length != sizeBytes) {
      return false;
    }
    byte[] encoded;
    try {
      encoded = raw(key, signature);
    } catch (BadPaddingException notBelowTheModulus) {
      return false;
    }
    return scheme.family() == SignatureScheme.Family.PSS
        ? RsaPadding.isPss(scheme.digest(), digest, encoded)
        : MessageDigest.isEqual(RsaPadding.pkcs1(scheme.digest(), digest, sizeBytes), encoded);
  }

  /** RSA without any padding; as many bytes come out as the modulus has. */
  private static byte[] raw(Key key, byte[] input) throws GeneralSecurityException {
    Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
    rsa.init(Cipher.ENCRYPT_MODE, key);
    return rsa.doFinal(input);
  }

  private static int sizeBytes(Key key) {
    int bits = ((RSAKey) key).getModulus().bitLength();
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException("a modulus of whole bytes was expected");
    }
    return bits / Byte.SIZE;
  }

  private static KeyFactory factory(SignatureScheme scheme) throws GeneralSecurityException {
    return KeyFactory.getInstance(scheme.family() == SignatureScheme.Family.ECDSA ? "EC" : "RSA");
  }

  private static void requireSize(SignatureScheme scheme, byte[] digest) {
    if (digest.length != scheme.digestBytes()) {
      throw new IllegalArgumentException("the digest is not of the scheme's size");
    }
  }
}
