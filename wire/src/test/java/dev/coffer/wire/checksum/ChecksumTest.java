package dev.coffer.wire.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {
  @ParameterizedTest
  @CsvSource({
    "CRC32,cbf43926",
    "CRC32C,e3069283",
    "CRC64NVME,ae8b14860a799888",
    "SHA1,f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256,15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
  })
  void theCheckValueIsThePublishedOne(ChecksumAlgorithm algorithm, String expected) {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().formatHex(sum(algorithm, digits, 9))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ChecksumAlgorithm.class)
  void piecesOfAnySizeGiveTheSameSum(ChecksumAlgorithm algorithm) {
    byte[] bytes = bytes(100_003, 7);
    byte[] whole = sum(algorithm, bytes, bytes.length);
    for (int piece : new int[] {1, 2, 3, 15, 16, 17, 4096}) {
      assertThat(sum(algorithm, bytes, piece)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32C", "CRC64NVME"})
  void partsCombineToTheWhole(ChecksumAlgorithm algorithm) {
    long seed = 20261123;
    var random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      byte[] whole = bytes(random.nextInt(50_000), random.nextLong());
      Checksum expected = Checksum.of(algorithm);
      expected.update(whole, 0, whole.length);
      assertThat(combined(algorithm, whole, random))
          .as("seed %d round %d", seed, round)
          .isEqualTo(expected.base64());
    }
  }

  /** The most parts of the largest size: x to that power is found in a few steps each. */
  @Test
  void tenThousandLargePartsCombineQuickly() {
    Combine combine = Combine.of(ChecksumAlgorithm.CRC64NVME);
    long begun = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      combine.add(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 5L << 30);
    }
    assertThat(combine.base64()).hasSize(12);
    assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
  }

  @Test
  void aCompositeIsTheSumOfSumsAndTheirNumber() {
    var composite = new Composite(ChecksumAlgorithm.SHA256);
    Checksum outer = Checksum.of(ChecksumAlgorithm.SHA256);
    for (int i = 0; i < 3; i++) {
      Checksum part = Checksum.of(ChecksumAlgorithm.SHA256);
      part.update(new byte[] {(byte) i}, 0, 1);
      byte[] value = part.value();
      outer.update(value, 0, value.length);
      composite.add(value);
    }
    assertThat(composite.text()).isEqualTo(outer.base64() + "-3");
  }

  private static String combined(ChecksumAlgorithm algorithm, byte[] whole, Random random) {
    Combine combine = Combine.of(algorithm);
    for (int at = 0; at < whole.length; ) {
      int length = Math.min(whole.length - at, random.nextInt(20_000));
      Checksum part = Checksum.of(algorithm);
      part.update(whole, at, length);
      combine.add(part.value(), length);
      at += length;
    }
    return combine.base64();
  }

  private static byte[] sum(ChecksumAlgorithm algorithm, byte[] bytes, int piece) {
    Checksum checksum = Checksum.of(algorithm);
    for (int at = 0; at < bytes.length; at += piece) {
      checksum.update(bytes, at, Math.min(piece, bytes.length - at));
    }
    return checksum.value();
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
