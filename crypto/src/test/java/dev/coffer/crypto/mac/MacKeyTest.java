package dev.coffer.crypto.mac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.secret.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class MacKeyTest {
  /** RFC 4231, test case 1; zeroes at the end of a short key change nothing in HMAC. */
  private static final String RFC_KEY = "0b".repeat(20) + "00".repeat(12);

  private static final String RFC_CODE =
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";

  private final MacKey key = new MacKey(Secret.of(HexFormat.of().parseHex(RFC_KEY)));

  @Test
  void theCodeIsThatOfTheRfc() {
    assertThat(HexFormat.of().formatHex(key.code("Hi There".getBytes(UTF_8)))).isEqualTo(RFC_CODE);
  }

  @Test
  void partsAreAuthenticatedOneAfterTheOther() {
    byte[] code = HexFormat.of().parseHex(RFC_CODE);
    assertThat(key.matches(code, "Hi ".getBytes(UTF_8), "There".getBytes(UTF_8))).isTrue();
    assertThat(key.matches(code, "Hi".getBytes(UTF_8), "There".getBytes(UTF_8))).isFalse();
  }

  @Test
  void everyChangedBitOfACodeIsRefused() {
    byte[] code = key.code("a".getBytes(UTF_8));
    for (int bit = 0; bit < code.length * 8; bit++) {
      byte[] changed = code.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(key.matches(changed, "a".getBytes(UTF_8))).isFalse();
    }
    assertThat(key.matches(new byte[0], "a".getBytes(UTF_8))).isFalse();
  }

  @Test
  void aKeyOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> new MacKey(Secret.of(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
