package dev.coffer.crypto.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ImportKeyTest {
  private static final ImportKey.Pair PAIR = ImportKey.generate(2048);
  private static final byte[] MATERIAL = new byte[32];

  static {
    Arrays.fill(MATERIAL, (byte) 7);
  }

  private static byte[] oaep(String hash, byte[] plain) throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(PAIR.publicKey().toArray()));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(plain);
  }

  private static byte[] wrap(ImportWrapping wrapping) throws GeneralSecurityException {
    return switch (wrapping) {
      case RSAES_OAEP_SHA_1 -> oaep("SHA-1", MATERIAL);
      case RSAES_OAEP_SHA_256 -> oaep("SHA-256", MATERIAL);
      case RSA_AES_KEY_WRAP_SHA_1 -> twofold("SHA-1");
      case RSA_AES_KEY_WRAP_SHA_256 -> twofold("SHA-256");
    };
  }

  private static byte[] twofold(String hash) throws GeneralSecurityException {
    byte[] aes = new byte[32];
    Cipher kwp = Cipher.getInstance("AES/KWP/NoPadding");
    kwp.init(Cipher.WRAP_MODE, new SecretKeySpec(aes, "AES"));
    byte[] inner = kwp.wrap(new SecretKeySpec(MATERIAL, "AES"));
    byte[] outer = oaep(hash, aes);
    byte[] both = Arrays.copyOf(outer, outer.length + inner.length);
    System.arraycopy(inner, 0, both, outer.length, inner.length);
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void materialComesIn(ImportWrapping wrapping) throws GeneralSecurityException {
    try (Secret material = ImportKey.unwrap(PAIR.privateKey(), wrapping, wrap(wrapping));
        Secret expected = Secret.of(MATERIAL.clone())) {
      assertThat(material.sameAs(expected)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrappedAnotherWayIsRefused(ImportWrapping wrapping) throws GeneralSecurityException {
    for (ImportWrapping other : ImportWrapping.values()) {
      if (other != wrapping) {
        byte[] wrapped = wrap(other);
        assertThatThrownBy(() -> ImportKey.unwrap(PAIR.privateKey(), wrapping, wrapped))
            .as("%s as %s", other, wrapping)
            .isInstanceOf(NotAuthentic.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void garbageIsRefused(ImportWrapping wrapping) throws GeneralSecurityException {
    byte[] wrapped = wrap(wrapping);
    byte[] changed = wrapped.clone();
    changed[changed.length - 1] ^= 1;
    for (byte[] garbage :
        new byte[][] {
          new byte[0],
          new byte[1],
          changed,
          Arrays.copyOf(wrapped, wrapped.length - 1),
          new byte[256],
          Arrays.copyOf(wrapped, 256),
          new byte[6144]
        }) {
      if (!Arrays.equals(garbage, wrapped)) {
        assertThatThrownBy(() -> ImportKey.unwrap(PAIR.privateKey(), wrapping, garbage))
            .isInstanceOf(NotAuthentic.class);
      }
    }
  }

  @Test
  void theCodesAreFrozen() {
    assertThat(ImportWrapping.find(1)).contains(ImportWrapping.RSAES_OAEP_SHA_1);
    assertThat(ImportWrapping.find(2)).contains(ImportWrapping.RSAES_OAEP_SHA_256);
    assertThat(ImportWrapping.find(3)).contains(ImportWrapping.RSA_AES_KEY_WRAP_SHA_1);
    assertThat(ImportWrapping.find(4)).contains(ImportWrapping.RSA_AES_KEY_WRAP_SHA_256);
    assertThat(ImportWrapping.find(0)).isEmpty();
    assertThat(ImportWrapping.find(5)).isEmpty();
  }
}
