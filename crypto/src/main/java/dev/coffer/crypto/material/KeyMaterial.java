package dev.coffer.crypto.material;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One material of a KMS key, unwrapped for as long as it is used.
 *
 * <p>Every blob is sealed under a key of its own, derived from the material and a random salt by
 * HKDF-SHA-256, so that the bound on messages under one AES-GCM key never matters. For many
 * threads; the owner closes it. Source: docs/formats/kms-ciphertext-v1.md.
 *
 * <p>Claim: without the material nothing is learnt of a plaintext but its length, and no bit of a
 * blob or of its encryption context can be changed. Not claimed: that a blob opens under one
 * material only (it names its key and material, and both are bound).
 */
public final class KeyMaterial implements AutoCloseable {
  private static final byte[] LABEL = "coffer-kms/v1".getBytes(US_ASCII);
  private static final int TAG_BITS = 128;
  private static final int AES_KEY_BYTES = 32;

  private final Secret material;

  /** Takes ownership of {@code material}. */
  public KeyMaterial(Secret material) {
    this.material = material;
  }

  /**
   * Seals a plaintext of at most 4,096 bytes.
   *
   * @param keyId the 128 bits of the key's id
   */
  public byte[] seal(
      boolean multiRegion,
      Bytes keyId,
      int materialNumber,
      byte[] plaintext,
      Map<String, String> encryptionContext,
      Entropy entropy) {
    byte[] encoded =
        CiphertextBlob.begin(multiRegion, keyId, materialNumber, plaintext.length, entropy);
    try {
      cipher(Cipher.ENCRYPT_MODE, encoded, encryptionContext)
          .doFinal(plaintext, 0, plaintext.length, encoded, CiphertextBlob.HEADER_BYTES);
      return encoded;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /**
   * Returns the plaintext.
   *
   * @throws NotAuthentic when any bit of the blob or its context is not as it was sealed
   */
  public byte[] open(CiphertextBlob blob, Map<String, String> encryptionContext) {
    byte[] encoded = blob.encoded().toArray();
    try {
      return cipher(Cipher.DECRYPT_MODE, encoded, encryptionContext)
          .doFinal(
              encoded, CiphertextBlob.HEADER_BYTES, encoded.length - CiphertextBlob.HEADER_BYTES);
    } catch (AEADBadTagException e) {
      throw new NotAuthentic();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /**
   * Returns the authentication code of a message.
   *
   * @param algorithm the JDK's name, {@code HmacSHA256}
   */
  public byte[] mac(String algorithm, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(material.bytes(), algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }

  /**
   * Returns the signature of a digest; this material is the private half of a pair.
   *
   * @param digest of the scheme's size
   */
  public byte[] sign(SignatureScheme scheme, byte[] digest, Entropy entropy) {
    return SigningPair.sign(material, scheme, digest, entropy);
  }

  private Cipher cipher(int mode, byte[] encoded, Map<String, String> encryptionContext)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        messageKey(encoded),
        new GCMParameterSpec(TAG_BITS, encoded, CiphertextBlob.IV_AT, CiphertextBlob.IV_BYTES));
    cipher.updateAAD(encoded, 0, CiphertextBlob.HEADER_BYTES);
    cipher.updateAAD(Aad.canonical(encryptionContext));
    return cipher;
  }

  private SecretKey messageKey(byte[] encoded) throws GeneralSecurityException {
    byte[] salt = Arrays.copyOfRange(encoded, CiphertextBlob.IDENTITY_BYTES, CiphertextBlob.IV_AT);
    byte[] info =
        ByteBuffer.allocate(LABEL.length + CiphertextBlob.IDENTITY_BYTES)
            .put(LABEL)
            .put(encoded, 0, CiphertextBlob.IDENTITY_BYTES)
            .array();
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            "AES",
            HKDFParameterSpec.ofExtract()
                .addIKM(material.bytes())
                .addSalt(salt)
                .thenExpand(info, AES_KEY_BYTES));
  }

  @Override
  public void close() {
    material.close();
  }
}
