package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecoveryKeyTest {
  private final Entropy entropy = new Random(9)::nextBytes;

  @Test
  void whatIsPrintedParses() {
    for (int i = 0; i < 200; i++) {
      try (Secret key = Secret.random(entropy, 32)) {
        requireParses(RecoveryKey.format(key), key);
      }
    }
  }

  @Test
  void keysOfOneBitParse() {
    for (byte value : new byte[] {0, -1, 0x7f, (byte) 0x80}) {
      byte[] bytes = new byte[32];
      Arrays.fill(bytes, value);
      try (Secret key = Secret.of(bytes)) {
        requireParses(RecoveryKey.format(key), key);
      }
    }
  }

  @Test
  void itIsFourteenGroupsOfFourDigits() {
    try (Secret key = Secret.random(entropy, 32)) {
      assertThat(RecoveryKey.format(key))
          .matches("([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}");
    }
  }

  @Test
  void typingIsForgiven() {
    try (Secret key = Secret.of(new byte[32])) {
      String printed = RecoveryKey.format(key);
      requireParses(printed.toLowerCase(Locale.ROOT), key);
      requireParses("  " + printed.replace('-', ' ') + "\n", key);
      requireParses(printed.replace("-", "").replace('0', 'o'), key);
    }
    try (Secret key = Secret.random(entropy, 32)) {
      String printed = RecoveryKey.format(key);
      requireParses(printed.replace('1', 'l').replace('0', 'O'), key);
      requireParses(printed.replace('1', 'I'), key);
    }
  }

  @Test
  void everyWrongDigitIsNoticed() {
    try (Secret key = Secret.random(entropy, 32)) {
      String printed = RecoveryKey.format(key);
      for (int i = 0; i < printed.length(); i++) {
        if (printed.charAt(i) != '-') {
          char wrong = printed.charAt(i) == '7' ? '8' : '7';
          requireMistyped(printed.substring(0, i) + wrong + printed.substring(i + 1));
        }
      }
    }
  }

  @Test
  void whatIsNoRecoveryKeyIsRefused() {
    try (Secret key = Secret.random(entropy, 32)) {
      String printed = RecoveryKey.format(key);
      requireMistyped("");
      requireMistyped(printed.substring(1));
      requireMistyped(printed + "0");
      requireMistyped("U" + printed.substring(1));
      requireMistyped("é" + printed.substring(1));
    }
  }

  private static void requireParses(String printed, Secret key) {
    try (Secret parsed = RecoveryKey.parse(printed)) {
      assertThat(parsed.sameAs(key)).isTrue();
    }
  }

  private static void requireMistyped(String printed) {
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(() -> RecoveryKey.parse(printed).close())
        .extracting(CustodyException::reason)
        .isEqualTo(CustodyException.Reason.WRONG_SECRET);
  }
}
