package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "a, a, true",
    "a, b, false",
    "*, '', true",
    "*, abc, true",
    "a*, a, true",
    "a*, ab, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a*c, abbc, true",
    "a*c, abcd, false",
    "?, '', false",
    "?, a, true",
    "?, ab, false",
    "*?, '', false",
    "*?, ab, true",
    "a?c*, abcd, true",
    "**a**, a, true",
    "*ab*ab*, abab, true",
    "*ab*ab*, ab, false",
    "*aab, aaaab, true",
    "a.c, abc, false",
    "'a\\*', 'a\\x', true",
  })
  void matches(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void aQuestionMarkIsOneCharacterEvenOutsideTheBasicPlane() {
    assertThat(Glob.of("?").matches("😀")).isTrue();
    assertThat(Glob.of("??").matches("😀")).isFalse();
    assertThat(Glob.of("*??").matches("😀")).isFalse();
    assertThat(Glob.of("a?b").matches("a😀b")).isTrue();
  }

  /** What a matcher that tries all ways would not finish in this universe. */
  @Test
  void catastrophicPatternsTakeNoTime() {
    String text = "a".repeat(1024);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Glob.of("*a".repeat(500) + "*b").matches(text)).isFalse();
          assertThat(Glob.of("a*".repeat(9000) + "b").matches(text)).isFalse();
          assertThat(Glob.of("*" + "a?".repeat(250) + "b").matches(text)).isFalse();
          assertThat(Glob.of("*".repeat(20_000) + "b").matches(text)).isFalse();
        });
  }
}
