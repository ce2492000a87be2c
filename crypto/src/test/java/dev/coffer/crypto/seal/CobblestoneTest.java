package dev.coffer.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CobblestoneTest {
  private static final int CHUNK = Cobblestone.CHUNK_BYTES;

  private final Entropy entropy = new Random(7)::nextBytes;
  private final Secret key = Secret.random(entropy, Cobblestone.KEY_BYTES);
  private final byte[] context = PayloadContext.of(PayloadContext.INNER, entropy.bytes(16), 0);

  @AfterEach
  void forget() {
    key.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
  void whatIsSealedOpens(int sizeBytes) {
    byte[] plaintext = entropy.bytes(sizeBytes);
    byte[] sealed = Cobblestone.seal(key, context, plaintext, entropy);
    assertThat(sealed.length).isEqualTo(Cobblestone.sealedSize(sizeBytes));
    assertThat(Cobblestone.plainSize(sealed.length)).isEqualTo(sizeBytes);
    assertThat(Cobblestone.open(key, context, sealed)).isEqualTo(plaintext);
  }

  @Test
  void sizesFollowTheFormula() {
    assertThat(Cobblestone.sealedSize(0)).isEqualTo(72);
    assertThat(Cobblestone.sealedSize(1)).isEqualTo(73);
    assertThat(Cobblestone.sealedSize(CHUNK - 1)).isEqualTo(56 + 16399);
    assertThat(Cobblestone.sealedSize(CHUNK)).isEqualTo(56 + 16400 + 16);
    assertThat(Cobblestone.sealedSize(Cobblestone.MAX_PLAIN_BYTES))
        .isEqualTo(56 + 16400 * (1L << 38) - 1);
  }

  @Test
  void aSizeThatNoPlaintextHasIsRefused() {
    for (long sealedBytes : new long[] {-1, 0, 55, 56, 71, 56 + 16400, 56 + 16400 + 15}) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> Cobblestone.plainSize(sealedBytes));
    }
    long longest = Cobblestone.sealedSize(Cobblestone.MAX_PLAIN_BYTES);
    assertThat(Cobblestone.plainSize(longest)).isEqualTo(Cobblestone.MAX_PLAIN_BYTES);
    for (long sealedBytes : new long[] {longest + 1, longest + 17, Long.MAX_VALUE}) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> Cobblestone.plainSize(sealedBytes));
    }
  }

  @Test
  void aPlaintextOfMoreThanTheChunksIsRefused() {
    for (long plainBytes : new long[] {-1, Cobblestone.MAX_PLAIN_BYTES + 1, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Cobblestone.sealedSize(plainBytes));
    }
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(20), entropy);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      requireRefused(sealed);
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(Cobblestone.open(key, context, sealed)).hasSize(20);
  }

  @Test
  void everyPrefixIsRefused() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(20), entropy);
    for (int length = 0; length < sealed.length; length++) {
      requireRefused(Arrays.copyOf(sealed, length));
    }
    requireRefused(Arrays.copyOf(sealed, sealed.length + 1));
  }

  @Test
  void everyCutNearAChunkBorderIsNoticed() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(2 * CHUNK + 5), entropy);
    for (int chunk = 0; chunk < 3; chunk++) {
      int border = 56 + chunk * 16400;
      for (int length = border - 20; length <= border + 20; length++) {
        requireRefused(Arrays.copyOf(sealed, length));
      }
    }
  }

  @Test
  void anotherKeyOrContextDoesNotOpen() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(20), entropy);
    byte[] otherBlob = PayloadContext.of(PayloadContext.INNER, entropy.bytes(16), 0);
    try (Secret otherKey = Secret.random(entropy, Cobblestone.KEY_BYTES)) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> Cobblestone.open(otherKey, context, sealed));
    }
    assertThatExceptionOfType(NotAuthentic.class)
        .isThrownBy(() -> Cobblestone.open(key, otherBlob, sealed));
  }

  @Test
  void theSamePlaintextNeverLooksTheSame() {
    byte[] plaintext = entropy.bytes(20);
    byte[] first = Cobblestone.seal(key, context, plaintext, entropy);
    byte[] second = Cobblestone.seal(key, context, plaintext, entropy);
    assertThat(Arrays.copyOfRange(first, 24, first.length))
        .isNotEqualTo(Arrays.copyOfRange(second, 24, second.length));
  }

  @Test
  void aKeyOfAnotherSizeIsABug() {
    try (Secret shortKey = Secret.random(entropy, 31)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Cobblestone.seal(shortKey, context, new byte[1], entropy));
    }
  }

  private void requireRefused(byte[] sealed) {
    assertThatExceptionOfType(NotAuthentic.class)
        .isThrownBy(() -> Cobblestone.open(key, context, sealed));
  }
}
