package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EnvelopeTest {
  private final Entropy entropy = new Random(3)::nextBytes;
  private final Envelope envelope =
      new Envelope(new Envelope.SseS3(7, Bytes.of(entropy.bytes(104))));

  @Test
  void whatIsEncodedDecodes() {
    byte[] encoded = envelope.encode();
    assertThat(encoded).hasSize(110).startsWith(1, 1, 0, 0, 0, 7);
    assertThat(Envelope.decode(encoded)).isEqualTo(envelope);
  }

  @Test
  void everyCutAndEveryFurtherByteIsRefused() {
    byte[] encoded = envelope.encode();
    for (int length = 0; length < encoded.length + 3; length++) {
      if (length != encoded.length) {
        requireRefused(Arrays.copyOf(encoded, length));
      }
    }
  }

  @Test
  void unknownVersionsAndTypesAreRefused() {
    for (int value = 0; value < 256; value++) {
      if (value != 1) {
        byte[] version = envelope.encode();
        version[0] = (byte) value;
        requireRefused(version);
        byte[] type = envelope.encode();
        type[1] = (byte) value;
        requireRefused(type);
      }
    }
  }

  @Test
  void generationsBeginAtOne() {
    for (byte first : new byte[] {0, (byte) 0x80}) {
      byte[] encoded = envelope.encode();
      Arrays.fill(encoded, 2, 6, (byte) 0);
      encoded[2] = first;
      requireRefused(encoded);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope.SseS3(0, Bytes.of(new byte[104])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope.SseS3(1, Bytes.of(new byte[103])));
  }

  @Test
  void bytesAreAValue() {
    byte[] source = {1, (byte) 0xab};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[0] = 9;
    assertThat(bytes)
        .isEqualTo(Bytes.ofHex("01AB"))
        .hasSameHashCodeAs(Bytes.ofHex("01ab"))
        .isNotEqualTo(Bytes.ofHex("02ab"))
        .hasToString("01ab");
    assertThat(bytes.sizeBytes()).isEqualTo(2);
  }

  private static void requireRefused(byte[] encoded) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> Envelope.decode(encoded));
  }
}
