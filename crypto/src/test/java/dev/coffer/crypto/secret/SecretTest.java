package dev.coffer.crypto.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SecretTest {
  private final Entropy entropy = new Random(1)::nextBytes;

  @Test
  void sameContentIsTheSameSecret() {
    try (Secret secret = Secret.random(entropy, 32);
        Secret copy = secret.copy();
        Secret other = Secret.random(entropy, 32);
        Secret shorter = Secret.random(entropy, 31)) {
      assertThat(secret.sameAs(copy)).isTrue();
      assertThat(secret.sameAs(other)).isFalse();
      assertThat(secret.sameAs(shorter)).isFalse();
      assertThat(secret.sizeBytes()).isEqualTo(32);
    }
  }

  @Test
  void closingZeroesTheBytes() {
    byte[] bytes = {1, 2, 3};
    Secret secret = Secret.of(bytes);
    secret.close();
    secret.close();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void aCopyOutlivesItsOriginal() {
    Secret secret = Secret.of(new byte[] {1, 2, 3});
    Secret copy = secret.copy();
    secret.close();
    assertThat(copy.bytes()).containsExactly(1, 2, 3);
    copy.close();
  }

  @Test
  void aClosedSecretIsOfNoUse() {
    Secret open = Secret.of(new byte[3]);
    Secret closed = Secret.of(new byte[3]);
    closed.close();
    assertThatIllegalStateException().isThrownBy(closed::bytes);
    assertThatIllegalStateException().isThrownBy(closed::copy);
    assertThatIllegalStateException().isThrownBy(closed::sizeBytes);
    assertThatIllegalStateException().isThrownBy(() -> closed.sameAs(open));
    assertThatIllegalStateException().isThrownBy(() -> open.sameAs(closed));
    open.close();
  }

  @Test
  void aSecretPrintsNothingOfItsContent() {
    try (Secret secret = Secret.of(new byte[] {0x41, 0x42, 0x43, 0x44})) {
      Object logged = secret; // as itself, Error Prone already refuses to print it
      assertThat(logged.toString()).doesNotContain("ABCD", "41424344", "65, 66");
    }
  }

  @Test
  void theSystemGivesFreshBytes() {
    assertThat(Entropy.system().bytes(32)).isNotEqualTo(Entropy.system().bytes(32));
  }
}
