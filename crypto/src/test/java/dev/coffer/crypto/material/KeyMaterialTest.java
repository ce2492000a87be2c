package dev.coffer.crypto.material;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeyMaterialTest {
  private static final Bytes ID = Bytes.of(new byte[16]);
  private static final Map<String, String> CONTEXT = Map.of("purpose", "test");

  private final Entropy entropy = new Random(7)::nextBytes;
  private final KeyMaterial material = new KeyMaterial(Secret.of(entropy.bytes(32)));

  @AfterEach
  void close() {
    material.close();
  }

  private byte[] seal(byte[] plaintext) {
    return material.seal(false, ID, 1, plaintext, CONTEXT, entropy);
  }

  private byte[] open(byte[] blob) {
    return material.open(CiphertextBlob.parse(blob), CONTEXT);
  }

  @Test
  void sizesFromNoneToTheLongestComeBack() {
    for (int size : new int[] {0, 1, 15, 16, 17, 32, 4095, 4096}) {
      byte[] plaintext = entropy.bytes(size);
      byte[] sealed = seal(plaintext);
      assertThat(sealed).hasSize(CiphertextBlob.OVERHEAD_BYTES + size);
      assertThat(open(sealed)).isEqualTo(plaintext);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> seal(new byte[4097]));
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] sealed = seal("plaintext".getBytes(UTF_8));
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> open(changed)).as("bit %d", bit).isInstanceOf(NotAuthentic.class);
    }
  }

  @Test
  void everyPrefixAndEveryLongerBlobIsRefused() {
    byte[] sealed = seal("plaintext".getBytes(UTF_8));
    for (int size = 0; size < sealed.length + 40; size++) {
      if (size != sealed.length) {
        byte[] other = Arrays.copyOf(sealed, size);
        assertThatThrownBy(() -> open(other)).isInstanceOf(NotAuthentic.class);
      }
    }
  }

  @Test
  void noTwoBlobsOfOnePlaintextShareSaltOrText() {
    byte[] one = seal("plaintext".getBytes(UTF_8));
    byte[] other = seal("plaintext".getBytes(UTF_8));
    assertThat(Arrays.copyOfRange(one, 26, 58)).isNotEqualTo(Arrays.copyOfRange(other, 26, 58));
    assertThat(Arrays.copyOfRange(one, 70, one.length))
        .isNotEqualTo(Arrays.copyOfRange(other, 70, other.length));
  }

  /** RFC 4231, test case 2. */
  @Test
  void authenticationCodesAreThoseOfTheStandard() {
    try (var jefe = new KeyMaterial(Secret.of("Jefe".getBytes(UTF_8)))) {
      byte[] mac = jefe.mac("HmacSHA256", "what do ya want for nothing?".getBytes(UTF_8));
      assertThat(HexFormat.of().formatHex(mac))
          .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
  }

  @Test
  void aMaterialsNameDependsOnKeyAndMaterialAndNamingKey() {
    try (var names = new MaterialNames(Secret.of(new byte[32]));
        var others = new MaterialNames(Secret.of(entropy.bytes(32)));
        Secret one = Secret.of(new byte[32]);
        Secret two = Secret.of(entropy.bytes(32))) {
      String name = names.name("key", one);
      assertThat(name).matches("[0-9a-f]{64}").isEqualTo(names.name("key", one));
      assertThat(name)
          .isNotEqualTo(names.name("other", one))
          .isNotEqualTo(names.name("key", two))
          .isNotEqualTo(others.name("key", one));
    }
  }
}
