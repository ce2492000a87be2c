package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AadTest {

  @Test
  void fieldsDoNotRunIntoEachOther() {
    assertThat(Aad.of("label").add("ab").add("c").sha256())
        .isNotEqualTo(Aad.of("label").add("a").add("bc").sha256())
        .isNotEqualTo(Aad.of("label").add("abc").sha256())
        .isNotEqualTo(Aad.of("label").add("ab").add("c").add("").sha256())
        .isNotEqualTo(Aad.of("labela").add("b").add("c").sha256());
  }

  @Test
  void theEncodingIsFixed() throws Exception {
    byte[] encoded =
        HexFormat.of()
            .parseHex(
                "000000056c6162656c" + "00000002c3a9" + "000000080000000000000102" + "00000000");
    assertThat(Aad.of("label").add("é").addLong(0x102).addMap(Map.of()).sha256())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(encoded));
  }

  @Test
  void encryptionContextsThatReadAlikeDiffer() {
    assertThat(Aad.canonical(Map.of("a", "bc"))).isNotEqualTo(Aad.canonical(Map.of("ab", "c")));
    assertThat(Aad.canonical(Map.of("a", "b", "c", "d")))
        .isNotEqualTo(Aad.canonical(Map.of("a", "bcd")));
    assertThat(Aad.canonical(Map.of("é", "x"))).isNotEqualTo(Aad.canonical(Map.of("e\u0301", "x")));
  }

  @Test
  void theOrderOfAnEncryptionContextIsThatOfItsUtf8() {
    var first = new LinkedHashMap<String, String>();
    first.put("\uffff", "1");
    first.put("\ud83d\ude00", "2");
    first.put("b", "3");
    first.put("", "4");
    var second = new LinkedHashMap<>(first.reversed());
    assertThat(Aad.canonical(first)).isEqualTo(Aad.canonical(second));
    String inOrder = new String(Aad.canonical(first), StandardCharsets.UTF_8);
    assertThat(inOrder.indexOf('b')).isLessThan(inOrder.indexOf('\uffff'));
    // UTF-16 would put the surrogates of the smiley first.
    assertThat(inOrder.indexOf('\uffff')).isLessThan(inOrder.indexOf("\ud83d\ude00"));
  }

  @Test
  void anEmptyEncryptionContextHasNoBytes() {
    assertThat(Aad.canonical(Map.of())).isEmpty();
    assertThat(Aad.canonical(Map.of("a", "bc")))
        .isEqualTo(HexFormat.of().parseHex("00000001" + "0000000161" + "000000026263"));
  }
}
