package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShamirTest {
  private final Entropy entropy = new Random(7)::nextBytes;

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,5", "5,5", "16,16"})
  void exactlyTheThresholdIsEnough(int threshold, int shares) {
    try (Secret secret = Secret.random(entropy, 32)) {
      Map<Integer, Secret> split = Shamir.split(secret, threshold, shares, entropy);
      assertThat(split).hasSize(shares);
      int subsets = 0;
      for (int set = 0; set < 1 << shares; set++) {
        int size = Integer.bitCount(set);
        if (size == threshold || (size == threshold - 1 && size > 0)) {
          try (Secret joined = Shamir.join(subset(split, set))) {
            assertThat(joined.sameAs(secret)).as("set %x", set).isEqualTo(size == threshold);
          }
          subsets++;
        }
      }
      assertThat(subsets).isPositive();
      try (Secret joined = Shamir.join(split)) {
        assertThat(joined.sameAs(secret)).isTrue();
      }
    }
  }

  private static Map<Integer, Secret> subset(Map<Integer, Secret> split, int set) {
    var chosen = new TreeMap<>(split);
    chosen.keySet().removeIf(x -> (set & (1 << (x - 1))) == 0);
    return chosen;
  }

  /** The examples of FIPS 197 §4.2, and that every value has its inverse. */
  @Test
  void theFieldIsTheOneOfFips197() {
    assertThat(Shamir.multiply(0x57, 0x83)).isEqualTo(0xc1);
    assertThat(Shamir.multiply(0x57, 0x13)).isEqualTo(0xfe);
    for (int value = 1; value < 256; value++) {
      assertThat(Shamir.multiply(value, Shamir.inverse(value))).isEqualTo(1);
      assertThat(Shamir.multiply(value, 0)).isZero();
    }
  }

  /** With one share fewer than are needed, every secret is possible: nothing was learnt. */
  @Test
  void fewerSharesFitEverySecret() {
    try (Secret secret = Secret.of(new byte[] {42})) {
      Map<Integer, Secret> split = Shamir.split(secret, 2, 2, entropy);
      var seen = new java.util.BitSet();
      for (int value = 0; value < 256; value++) {
        var guess = new TreeMap<>(split);
        guess.put(2, Secret.of(new byte[] {(byte) value}));
        try (Secret joined = Shamir.join(guess)) {
          seen.set(joined.bytes()[0] & 0xff);
        }
      }
      assertThat(seen.cardinality()).isEqualTo(256);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,3", "0,0", "4,3", "2,17", "2,1"})
  void otherNumbersAreRefused(int threshold, int shares) {
    try (Secret secret = Secret.random(entropy, 32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Shamir.split(secret, threshold, shares, entropy));
    }
  }
}
