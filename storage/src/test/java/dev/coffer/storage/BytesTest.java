package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void orderIsUnsignedAndAPrefixComesFirst() {
    List<Bytes> ascending =
        List.of(
            Bytes.EMPTY,
            Bytes.of((byte) 0),
            Bytes.of((byte) 0, (byte) 0),
            Bytes.of((byte) 1),
            Bytes.of((byte) 0x7f),
            Bytes.of((byte) 0x80),
            Bytes.of((byte) 0xff),
            Bytes.of((byte) 0xff, (byte) 0));
    assertThat(ascending.reversed().stream().sorted().toList()).isEqualTo(ascending);
  }

  @Test
  void arraysGivenAndTakenAreCopies() {
    byte[] array = {1, 2};
    Bytes bytes = Bytes.copyOf(array);
    array[0] = 9;
    bytes.toByteArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of((byte) 1, (byte) 2));
  }

  @Test
  void partsAndWholesFit() {
    Bytes whole = Bytes.utf8("photos/").concat(Bytes.utf8("cat"));
    assertThat(whole.startsWith(Bytes.utf8("photos/"))).isTrue();
    assertThat(whole.startsWith(Bytes.utf8("photos/cats"))).isFalse();
    assertThat(whole.slice(7, 10).toUtf8()).isEqualTo("cat");
    assertThatThrownBy(() -> whole.slice(7, 11)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Bytes.fromHex(whole.toHex())).isEqualTo(whole).hasSameHashCodeAs(whole);
  }

  @Test
  void longContentIsNotShown() {
    assertThat(Bytes.utf8("0123456789abcdef-secret").toString())
        .isEqualTo("30313233343536373839616263646566…[23]");
    assertThat(Bytes.of((byte) 10).toString()).isEqualTo("0a[1]");
  }

  @Test
  void otherThanUtf8IsCorrupt() {
    assertThatThrownBy(() -> Bytes.of((byte) 0xc0).toUtf8())
        .isInstanceOfSatisfying(
            Corrupt.class,
            corrupt -> {
              assertThat(corrupt.text()).isEqualTo("bytes are not UTF-8");
              assertThat(corrupt.fields()).containsEntry("size", "1");
            });
  }
}
