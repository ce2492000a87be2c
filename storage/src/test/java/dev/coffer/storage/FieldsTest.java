package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {
  private static Bytes record() {
    return new FieldWriter()
        .u8(255)
        .u16(65_535)
        .u32(4_294_967_295L)
        .u64(-2)
        .varint(300)
        .flag(true)
        .bytes(Bytes.of((byte) 0, (byte) 1))
        .string("ключ")
        .nullableString(null)
        .nullableBytes(Bytes.EMPTY)
        .list(List.of("a", "b"), FieldWriter::string)
        .toBytes();
  }

  private static void readWhole(FieldReader reader) {
    assertThat(reader.u8()).isEqualTo(255);
    assertThat(reader.u16()).isEqualTo(65_535);
    assertThat(reader.u32()).isEqualTo(4_294_967_295L);
    assertThat(reader.u64()).isEqualTo(-2);
    assertThat(reader.varint()).isEqualTo(300);
    assertThat(reader.flag()).isTrue();
    assertThat(reader.bytes()).isEqualTo(Bytes.of((byte) 0, (byte) 1));
    assertThat(reader.string()).isEqualTo("ключ");
    assertThat(reader.nullableString()).isNull();
    assertThat(reader.nullableBytes()).isEqualTo(Bytes.EMPTY);
    assertThat(reader.list(FieldReader::string)).containsExactly("a", "b");
    reader.requireEnd();
  }

  @Test
  void fieldsReadAsWritten() {
    readWhole(new FieldReader(record()));
  }

  @Test
  void everyPrefixIsCorrupt() {
    Bytes record = record();
    for (int size = 0; size < record.size(); size++) {
      FieldReader reader = new FieldReader(record.slice(0, size));
      assertThatThrownBy(() -> readWhole(reader)).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void trailingByteIsCorrupt() {
    FieldReader reader = new FieldReader(record().concat(Bytes.of((byte) 0)));
    assertThatThrownBy(() -> readWhole(reader)).isInstanceOf(Corrupt.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void varintsOfAnySizeReadAsWritten(long value) {
    FieldReader reader = new FieldReader(new FieldWriter().varint(value).toBytes());
    assertThat(reader.varint()).isEqualTo(value);
    reader.requireEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "808000", "ffffffffffffffffff02", "ffffffffffffffffffff01", "80"})
  void otherVarintsAreCorrupt(String hex) {
    FieldReader reader = new FieldReader(Bytes.fromHex(hex));
    assertThatThrownBy(reader::varint).isInstanceOf(Corrupt.class);
  }

  @Test
  void lengthsBeyondTheRecordAllocateNothing() {
    Bytes huge = new FieldWriter().varint(Integer.MAX_VALUE - 8L).toBytes();
    Bytes negative = new FieldWriter().varint(-1).toBytes();
    for (Bytes length : List.of(huge, negative)) {
      assertThatThrownBy(() -> new FieldReader(length).bytes()).isInstanceOf(Corrupt.class);
      assertThatThrownBy(() -> new FieldReader(length).list(FieldReader::u8))
          .isInstanceOf(Corrupt.class);
    }
    Bytes five = new FieldWriter().bytes(Bytes.utf8("12345")).toBytes();
    assertThat(new FieldReader(five).bytes(5).size()).isEqualTo(5);
    assertThatThrownBy(() -> new FieldReader(five).bytes(4)).isInstanceOf(Corrupt.class);
  }

  @Test
  void flagsAreZeroOrOneAndTextIsUtf8() {
    assertThatThrownBy(() -> new FieldReader(Bytes.of((byte) 2)).flag())
        .isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> new FieldReader(Bytes.of((byte) 1, (byte) 0xff)).string())
        .isInstanceOf(Corrupt.class);
  }

  @Test
  void numbersOutsideOfTheirFieldAreRefused() {
    FieldWriter writer = new FieldWriter();
    assertThatThrownBy(() -> writer.u8(256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.u16(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.u32(1L << 32)).isInstanceOf(IllegalArgumentException.class);
  }
}
