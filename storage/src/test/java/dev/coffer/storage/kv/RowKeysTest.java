package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowKeysTest {
  private static final Index INDEX = new Index("bucket-1");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void orderOfNamesIsOrderOfKeys(long seed) {
    Random random = new Random(seed);
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      keys.add(
          new Key(KvStoreContract.randomGroup(random), KvStoreContract.randomBytes(random, 4)));
    }
    for (Key a : keys) {
      for (Key b : keys) {
        int names = RowKeys.entry(INDEX, a).compareTo(RowKeys.entry(INDEX, b));
        if (Integer.signum(names) != Integer.signum(a.compareTo(b))) {
          throw new AssertionError(a + " and " + b + " are named in another order");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void namesDecodeToTheirKeysAndHoldNoZero(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] group = new byte[1 + random.nextInt(Key.MAX_GROUP)];
      byte[] suffix = new byte[1 + random.nextInt(Key.MAX_SUFFIX)];
      random.nextBytes(group);
      random.nextBytes(suffix);
      Key key = new Key(Bytes.copyOf(group), Bytes.copyOf(suffix));
      Bytes name = RowKeys.entry(INDEX, key);
      assertThat(RowKeys.key(INDEX, name)).isEqualTo(key);
      for (byte b : name.toByteArray()) {
        assertThat(b).isNotZero();
      }
    }
  }

  @Test
  void indexesOfWhichOneNameBeginsTheOtherDoNotMix() {
    Index longer = new Index("bucket-10");
    Key key = Key.startOf(Bytes.of((byte) 0xff));
    assertThat(RowKeys.entry(INDEX, key)).isLessThan(RowKeys.entriesEnd(INDEX));
    assertThat(RowKeys.entriesEnd(INDEX)).isLessThan(RowKeys.entries(longer));
    assertThatThrownBy(() -> RowKeys.key(INDEX, RowKeys.entry(longer, key)))
        .isInstanceOf(Corrupt.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "0161",
        "6101",
        "61",
        "610100",
        "610161ff00",
        "0203",
        "61010205",
        "61010201",
        "610102",
        "0201",
        "610161016100"
      })
  void otherNamesAreCorrupt(String hex) {
    Bytes name = RowKeys.entries(INDEX).concat(Bytes.fromHex(hex));
    assertThatThrownBy(() -> RowKeys.key(INDEX, name)).isInstanceOf(Corrupt.class);
  }
}
