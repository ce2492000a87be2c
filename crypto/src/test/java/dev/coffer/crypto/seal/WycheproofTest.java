package dev.coffer.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.Wycheproof;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the Wycheproof files, none left out. */
final class WycheproofTest {

  static List<Wycheproof> cobblestone() {
    return Wycheproof.cases("c2sp_chunked_encryption_aes_256_gcm_test.json");
  }

  static List<Wycheproof> aesGcm() {
    return Wycheproof.cases("aes_gcm_test.json");
  }

  static List<Wycheproof> hkdfSha256() {
    return Wycheproof.cases("hkdf_sha256_test.json");
  }

  static List<Wycheproof> hkdfSha512() {
    return Wycheproof.cases("hkdf_sha512_test.json");
  }

  @Test
  void noCaseIsMissing() {
    assertThat(cobblestone()).hasSize(35);
    assertThat(aesGcm()).hasSize(316);
    assertThat(hkdfSha256()).hasSize(86);
    assertThat(hkdfSha512()).hasSize(83);
  }

  @ParameterizedTest
  @MethodSource("cobblestone")
  void messageOpensOrFailsAsAWhole(Wycheproof vector) throws Exception {
    byte[] sealed = inflate(vector.hex("ct"));
    try (Secret key = Secret.of(vector.hex("key"))) {
      if (vector.valid()) {
        byte[] plaintext = Cobblestone.open(key, vector.hex("ctx"), sealed);
        requireMessage(vector, plaintext);
        assertThat(Cobblestone.sealedSize(plaintext.length)).isEqualTo(sealed.length);
        requireSealsAlike(vector, plaintext, sealed);
      } else {
        assertThatExceptionOfType(refusal(vector))
            .isThrownBy(() -> Cobblestone.open(key, vector.hex("ctx"), sealed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cobblestone")
  void streamReleasesNothingButTheMessage(Wycheproof vector) throws Exception {
    byte[] sealed = inflate(vector.hex("ct"));
    var released = new ByteArrayOutputStream();
    if (vector.valid()) {
      stream(vector, sealed, released);
      requireMessage(vector, released.toByteArray());
    } else {
      assertThatExceptionOfType(refusal(vector)).isThrownBy(() -> stream(vector, sealed, released));
      requirePrefix(vector, released.toByteArray());
    }
  }

  private static void stream(Wycheproof vector, byte[] sealed, ByteArrayOutputStream released)
      throws IOException {
    try (Secret key = Secret.of(vector.hex("key"))) {
      long sizeBytes = Cobblestone.plainSize(sealed.length);
      var source = SealedSource.of(sealed);
      try (var in = new OpeningInput(key, vector.hex("ctx"), source, 0, sizeBytes)) {
        byte[] buffer = new byte[1000];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          released.write(buffer, 0, read);
        }
      }
    }
  }

  /** A valid message, sealed again with the salt that it has, is the same to the last bit. */
  private static void requireSealsAlike(Wycheproof vector, byte[] plaintext, byte[] sealed)
      throws IOException {
    var again = new ByteArrayOutputStream();
    try (Secret key = Secret.of(vector.hex("key"));
        var out =
            new SealingOutput(
                key,
                vector.hex("ctx"),
                salt -> System.arraycopy(sealed, 0, salt, 0, salt.length),
                again)) {
      out.write(plaintext);
    }
    assertThat(again.toByteArray()).isEqualTo(sealed);
  }

  private static Class<? extends RuntimeException> refusal(Wycheproof vector) {
    boolean wrongKeySize = vector.flagged("InvalidKeySize");
    return wrongKeySize ? IllegalArgumentException.class : NotAuthentic.class;
  }

  private static void requireMessage(Wycheproof vector, byte[] message) throws Exception {
    assertThat(message).hasSize(vector.number("msgLength"));
    assertThat(sha512(message)).isEqualTo(vector.hex("msgSha512"));
  }

  /** What a failing stream let out is the start of the longest valid prefix, in whole chunks. */
  private static void requirePrefix(Wycheproof vector, byte[] released) throws Exception {
    if (!vector.flagged("PartialPlaintext")) {
      assertThat(released).isEmpty();
    } else if (released.length > 0) {
      requireMessage(vector, released);
    }
  }

  @ParameterizedTest
  @MethodSource("aesGcm")
  void aesGcmOpensOrFails(Wycheproof vector) {
    byte[] message = vector.hex("msg");
    byte[] sealed = concatenate(vector.hex("ct"), vector.hex("tag"));
    if (vector.valid()) {
      assertThat(aesGcm(vector, Cipher.ENCRYPT_MODE, message, sealed.length)).isEqualTo(sealed);
      assertThat(aesGcm(vector, Cipher.DECRYPT_MODE, sealed, message.length)).isEqualTo(message);
    } else if (vector.flagged("ZeroLengthIv")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> aesGcm(vector, Cipher.ENCRYPT_MODE, message, sealed.length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> aesGcm(vector, Cipher.DECRYPT_MODE, sealed, message.length));
    } else {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> aesGcm(vector, Cipher.DECRYPT_MODE, sealed, message.length));
    }
  }

  private static byte[] aesGcm(Wycheproof vector, int mode, byte[] source, int targetBytes) {
    byte[] target = new byte[targetBytes];
    int written =
        new AesGcm(vector.hex("key"))
            .begin(mode, vector.hex("iv"))
            .bind(vector.hex("aad"))
            .finish(source, 0, source.length, target, 0);
    assertThat(written).isEqualTo(targetBytes);
    return target;
  }

  @ParameterizedTest
  @MethodSource("hkdfSha256")
  void hkdfSha256OfTheJdk(Wycheproof vector) throws Exception {
    if (vector.valid()) {
      assertThat(jdkHkdfSha256(vector)).isEqualTo(vector.hex("okm"));
    } else {
      assertThatThrownBy(() -> jdkHkdfSha256(vector))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
    }
  }

  private static byte[] jdkHkdfSha256(Wycheproof vector) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(vector.hex("ikm"))
                .addSalt(vector.hex("salt"))
                .thenExpand(vector.hex("info"), vector.number("size")));
  }

  @ParameterizedTest
  @MethodSource("hkdfSha512")
  void hkdfSha512ByOurExpand(Wycheproof vector) throws Exception {
    byte[] pseudorandomKey = extractSha512(vector.hex("salt"), vector.hex("ikm"));
    byte[] info = vector.hex("info");
    int sizeBytes = vector.number("size");
    if (vector.valid()) {
      assertThat(HkdfSha512.expand(pseudorandomKey, info, sizeBytes)).isEqualTo(vector.hex("okm"));
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HkdfSha512.expand(pseudorandomKey, info, sizeBytes));
    }
  }

  private static byte[] extractSha512(byte[] salt, byte[] ikm) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(salt.length == 0 ? new byte[64] : salt, "HmacSHA512"));
    return mac.doFinal(ikm);
  }

  private static byte[] sha512(byte[] message) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-512").digest(message);
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The file keeps its long ciphertexts compressed. */
  private static byte[] inflate(byte[] compressed) throws DataFormatException {
    var inflated = new ByteArrayOutputStream();
    try (var inflater = new Inflater()) {
      inflater.setInput(compressed);
      byte[] buffer = new byte[1 << 16];
      while (!inflater.finished()) {
        inflated.write(buffer, 0, inflater.inflate(buffer));
      }
    }
    return inflated.toByteArray();
  }
}
