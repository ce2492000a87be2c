package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WrappingKeyTest {
  private final Entropy entropy = new Random(5)::nextBytes;
  private final WrappingKey wrapping = new WrappingKey(Secret.random(entropy, 32));
  private final byte[] aad = Aad.of("test").add("here").sha256();
  private final byte[] elsewhere = Aad.of("test").add("there").sha256();

  @AfterEach
  void forget() {
    wrapping.close();
  }

  @Test
  void whatIsWrappedUnwrapsOnlyInItsPlace() {
    try (Secret key = Secret.random(entropy, 32)) {
      byte[] wrapped = wrapping.wrap(key, aad, entropy);
      assertThat(wrapped).hasSize(WrappingKey.wrappedSize(32)).hasSize(104);
      try (Secret unwrapped = wrapping.unwrap(wrapped, aad)) {
        assertThat(unwrapped.sameAs(key)).isTrue();
      }
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> wrapping.unwrap(wrapped, elsewhere));
    }
  }

  @Test
  void anotherKeyDoesNotUnwrap() {
    try (Secret key = Secret.random(entropy, 32);
        var other = new WrappingKey(Secret.random(entropy, 32))) {
      byte[] wrapped = wrapping.wrap(key, aad, entropy);
      assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> other.unwrap(wrapped, aad));
    }
  }

  @Test
  void everyFlippedBitAndEveryCutIsNoticed() {
    try (Secret key = Secret.random(entropy, 32)) {
      byte[] wrapped = wrapping.wrap(key, aad, entropy);
      for (int bit = 0; bit < 8 * wrapped.length; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        requireRefused(changed);
      }
      for (int length = 0; length < wrapped.length; length++) {
        requireRefused(Arrays.copyOf(wrapped, length));
      }
    }
  }

  private void requireRefused(byte[] wrapped) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> wrapping.unwrap(wrapped, aad));
  }

  @Test
  void recordsOpenOnlyInTheirPlace() {
    byte[] sealed = wrapping.sealRecord(new byte[] {1, 2, 3}, aad, entropy);
    assertThat(wrapping.openRecord(sealed, aad)).containsExactly(1, 2, 3);
    assertThatExceptionOfType(NotAuthentic.class)
        .isThrownBy(() -> wrapping.openRecord(sealed, elsewhere));
  }

  @Test
  void aContextThatIsNoDigestIsABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wrapping.sealRecord(new byte[1], new byte[31], entropy));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wrapping.openRecord(new byte[80], new byte[33]));
  }

  @Test
  void aKeyOfAnotherSizeIsABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WrappingKey(Secret.random(entropy, 16)));
  }

  @Test
  void aClosedWrappingKeyIsOfNoUse() {
    var closed = new WrappingKey(Secret.random(entropy, 32));
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.sealRecord(new byte[1], aad, entropy));
  }
}
