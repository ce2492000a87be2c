package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

final class Argon2idTest {
  private static final Bytes SALT = Bytes.of(new byte[Argon2id.SALT_BYTES]);

  /** RFC 9106 §5.3. It has a secret and associated data, so it asks the library directly. */
  @Test
  void theLibraryReproducesTheVectorOfTheRfc() {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(32)
            .withIterations(3)
            .withParallelism(4)
            .withSalt(filled(16, 2))
            .withSecret(filled(8, 3))
            .withAdditional(filled(12, 4))
            .build());
    byte[] tag = new byte[32];
    generator.generateBytes(filled(32, 1), tag);
    assertThat(HexFormat.of().formatHex(tag))
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  @Test
  void theCostIsThatOfTheRfcsSecondChoice() {
    Argon2id recommended = Argon2id.recommended(Entropy.system());
    assertThat(recommended.memoryKib()).isEqualTo(65536);
    assertThat(recommended.passes()).isEqualTo(3);
    assertThat(recommended.lanes()).isEqualTo(4);
    assertThat(recommended.salt()).isNotEqualTo(Argon2id.recommended(Entropy.system()).salt());
  }

  @Test
  void passphraseSaltAndCostAllCount() {
    var argon2id = new Argon2id(Argon2id.MIN_MEMORY_KIB, 1, 1, SALT);
    var otherSalt = new Argon2id(Argon2id.MIN_MEMORY_KIB, 1, 1, Bytes.of(filled(16, 1)));
    var otherCost = new Argon2id(Argon2id.MIN_MEMORY_KIB + 4, 1, 1, SALT);
    try (Secret passphrase = Secret.of(filled(5, 'a'));
        Secret other = Secret.of(filled(5, 'b'));
        Secret derived = argon2id.derive(passphrase);
        Secret again = argon2id.derive(passphrase);
        Secret ofOther = argon2id.derive(other);
        Secret ofSalt = otherSalt.derive(passphrase);
        Secret ofCost = otherCost.derive(passphrase)) {
      assertThat(derived.sizeBytes()).isEqualTo(32);
      assertThat(derived.sameAs(again)).isTrue();
      assertThat(derived.sameAs(ofOther)).isFalse();
      assertThat(derived.sameAs(ofSalt)).isFalse();
      assertThat(derived.sameAs(ofCost)).isFalse();
    }
  }

  @Test
  void aCostOutOfBoundsIsRefused() {
    int[][] costs = {
      {Argon2id.MIN_MEMORY_KIB - 1, 1, 1},
      {Argon2id.MAX_MEMORY_KIB + 1, 1, 1},
      {Argon2id.MIN_MEMORY_KIB, 0, 1},
      {Argon2id.MIN_MEMORY_KIB, Argon2id.MAX_PASSES + 1, 1},
      {Argon2id.MIN_MEMORY_KIB, 1, 0},
      {Argon2id.MIN_MEMORY_KIB, 1, Argon2id.MAX_LANES + 1},
    };
    for (int[] cost : costs) {
      requireUnsupported(() -> new Argon2id(cost[0], cost[1], cost[2], SALT));
    }
    requireUnsupported(() -> new Argon2id(Argon2id.MIN_MEMORY_KIB, 1, 1, Bytes.of(new byte[15])));
  }

  @Test
  void moreMemoryThanTheHeapHasIsRefusedBeforeAnyWork() {
    var argon2id = new Argon2id(Argon2id.MAX_MEMORY_KIB, 1, 1, SALT);
    try (Secret passphrase = Secret.of(filled(5, 'a'))) {
      requireUnsupported(() -> argon2id.derive(passphrase).close());
    }
  }

  @Test
  void aPassphraseHasContentAndALimit() {
    try (Secret empty = Secret.of(new byte[0]);
        Secret tooLong = Secret.of(new byte[1025])) {
      assertThatIllegalArgumentException().isThrownBy(() -> new FirstSecret.Passphrase(empty));
      assertThatIllegalArgumentException().isThrownBy(() -> new UnlockSecret.Passphrase(tooLong));
    }
  }

  private static void requireUnsupported(Runnable work) {
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(work::run)
        .extracting(CustodyException::reason)
        .isEqualTo(CustodyException.Reason.UNSUPPORTED);
  }

  private static byte[] filled(int sizeBytes, int value) {
    byte[] filled = new byte[sizeBytes];
    Arrays.fill(filled, (byte) value);
    return filled;
  }
}
