package dev.coffer.crypto.material;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * An RSA key pair under which key material comes in.
 *
 * <p>The private half leaves as a {@link Secret} only, to be sealed in an import token. Pairs are
 * drawn with the JDK's default source of randomness: its generator takes no other.
 */
public final class ImportKey {
  private static final String RSA = "RSA";
  private static final int BITS_A_BYTE = 8;

  private ImportKey() {}

  /**
   * A new pair; the receiver closes the private half.
   *
   * @param publicKey DER, SubjectPublicKeyInfo
   * @param privateKey DER, PKCS #8
   */
  public record Pair(Bytes publicKey, Secret privateKey) {}

  /** Draws a pair of 2048, 3072 or 4096 bits. */
  public static Pair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA);
      generator.initialize(bits);
      var pair = generator.generateKeyPair();
      return new Pair(
          Bytes.of(pair.getPublic().getEncoded()), Secret.of(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no RSA", e);
    }
  }

  /**
   * Returns the material within; the caller closes it.
   *
   * @throws NotAuthentic when it was not wrapped so under the public half; never says why
   */
  public static Secret unwrap(Secret privateKey, ImportWrapping wrapping, byte[] wrapped) {
    try {
      PrivateKey rsa =
          KeyFactory.getInstance(RSA).generatePrivate(new PKCS8EncodedKeySpec(privateKey.bytes()));
      return wrapping.twofold() ? twofold(rsa, wrapping, wrapped) : direct(rsa, wrapping, wrapped);
    } catch (GeneralSecurityException e) {
      throw new NotAuthentic();
    }
  }

  private static Secret direct(PrivateKey rsa, ImportWrapping wrapping, byte[] wrapped)
      throws GeneralSecurityException {
    return Secret.of(oaep(rsa, wrapping, wrapped));
  }

  private static Secret twofold(PrivateKey rsa, ImportWrapping wrapping, byte[] wrapped)
      throws GeneralSecurityException {
    int modulusBytes = ((RSAPrivateKey) rsa).getModulus().bitLength() / BITS_A_BYTE;
    if (wrapped.length <= modulusBytes) {
      throw new NotAuthentic();
    }
    byte[] aesKey = oaep(rsa, wrapping, Arrays.copyOf(wrapped, modulusBytes));
    if (aesKey.length == 0) {
      throw new NotAuthentic();
    }
    Cipher kwp = Cipher.getInstance("AES/KWP/NoPadding");
    kwp.init(Cipher.UNWRAP_MODE, new SecretKeySpec(aesKey, "AES"));
    byte[] inner = Arrays.copyOfRange(wrapped, modulusBytes, wrapped.length);
    return Secret.of(kwp.unwrap(inner, "AES", Cipher.SECRET_KEY).getEncoded());
  }

  private static byte[] oaep(PrivateKey rsa, ImportWrapping wrapping, byte[] wrapped)
      throws GeneralSecurityException {
    String hash = wrapping.hash().jdkName();
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.DECRYPT_MODE,
        rsa,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return oaep.doFinal(wrapped);
  }
}
