package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.VectorFile;
import dev.coffer.storage.VectorFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RowKeysVectorsTest {
  private static final VectorFolder FOLDER = new VectorFolder(RowKeys.FORMAT);
  private static final Index INDEX = new Index("bucket-1");
  private static final String PREFIX = "e" + INDEX.name() + "\u0001";

  static List<VectorFile> vectors() {
    return FOLDER.read();
  }

  @Test
  void generatorReproducesTheFolder() throws IOException {
    FOLDER.requireExactly(generated());
  }

  @Test
  void documentNamesEveryVector() throws IOException {
    FOLDER.requireDocumented();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void namesReadAndWriteAsTheVectorsSay(VectorFile vector) {
    switch (vector.line("expect")) {
      case "entry" -> {
        Key key = new Key(vector.hex("group"), vector.hex("suffix"));
        assertThat(RowKeys.key(INDEX, vector.body())).isEqualTo(key);
        assertThat(RowKeys.entry(INDEX, key)).isEqualTo(vector.body());
      }
      case "corrupt" ->
          assertThatThrownBy(() -> RowKeys.key(INDEX, vector.body())).isInstanceOf(Corrupt.class);
      case "index" -> assertThat(RowKeys.index(INDEX)).isEqualTo(vector.body());
      case "counter" ->
          assertThat(RowKeys.counter(INDEX, vector.line("counter"))).isEqualTo(vector.body());
      case "format" -> assertThat(RowKeys.FORMAT_ROW).isEqualTo(vector.body());
      case "order" -> requireOrder(vector.body().toUtf8().lines().toList());
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  private static void requireOrder(List<String> lines) {
    List<Key> keys = new ArrayList<>();
    List<Bytes> names = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      keys.add(new Key(Bytes.fromHex(parts[0]), Bytes.fromHex(parts[1])));
      names.add(Bytes.fromHex(parts[2]));
    }
    assertThat(keys).hasSizeGreaterThan(10).isSorted().doesNotHaveDuplicates();
    assertThat(names).isSorted();
    assertThat(keys.stream().map(key -> RowKeys.entry(INDEX, key)).toList()).isEqualTo(names);
  }

  private static List<VectorFile> generated() {
    List<VectorFile> all = new ArrayList<>();
    all.add(vector("format_row", Map.of("expect", "format"), "f"));
    all.add(vector("index_row", index("index"), "ibucket-1\u0001"));
    all.add(
        vector(
            "counter_row",
            Map.of("expect", "counter", "index", INDEX.name(), "counter", "objects"),
            "cbucket-1\u0001objects"));
    all.add(entry("plain", "photos/cat.jpg", "v", PREFIX + "photos/cat.jpg\u0001v"));
    all.add(entry("zero_group", "\0", "\0", PREFIX + "\2\2\1\2\2"));
    all.add(
        entry("escapes", "a\0b\1c\2d\3", "\2\1\0", PREFIX + "a\2\2b\2\3c\2\4d\3\1\2\4\2\3\2\2"));
    all.add(entry("group_of_a_group", "a\1v", "w", PREFIX + "a\2\3v\1w"));
    all.add(
        entry(
            "longest",
            "\0".repeat(Key.MAX_GROUP),
            "\2".repeat(Key.MAX_SUFFIX),
            PREFIX + "\2\2".repeat(Key.MAX_GROUP) + "\1" + "\2\4".repeat(Key.MAX_SUFFIX)));
    all.add(corrupt("no_end", PREFIX + "group"));
    all.add(corrupt("empty_group", PREFIX + "\1v"));
    all.add(corrupt("empty_suffix", PREFIX + "g\1"));
    all.add(corrupt("group_too_long", PREFIX + "g".repeat(Key.MAX_GROUP + 1) + "\1v"));
    all.add(corrupt("suffix_too_long", PREFIX + "g\1" + "v".repeat(Key.MAX_SUFFIX + 1)));
    all.add(corrupt("escape_low", PREFIX + "g\1\2\1"));
    all.add(corrupt("escape_high", PREFIX + "g\2\5\1v"));
    all.add(corrupt("escape_cut", PREFIX + "g\1v\2"));
    all.add(corrupt("zero_in_suffix", PREFIX + "g\1v\0"));
    all.add(corrupt("end_in_suffix", PREFIX + "g\1v\1w"));
    all.add(corrupt("zero_in_group", PREFIX + "g\0\1v"));
    all.add(corrupt("other_index", "ebucket-10\1g\1v"));
    all.add(vector("order", index("order"), order()));
    return all;
  }

  /** Ascending by hand. */
  private static String order() {
    StringBuilder lines = new StringBuilder();
    String[] groups = {"\0", "\0\0", "\1", "\2", "\3", "a", "a\0", "a\1", "a\2", "a\3", "aa", "b"};
    for (String group : groups) {
      for (String suffix : new String[] {"\0", "\0\0", "\1", "\2", "v", "v\0", "v\1", "v~"}) {
        Bytes name = RowKeys.entry(INDEX, new Key(Bytes.utf8(group), Bytes.utf8(suffix)));
        lines.append(Bytes.utf8(group).toHex()).append(' ');
        lines.append(Bytes.utf8(suffix).toHex()).append(' ');
        lines.append(name.toHex()).append('\n');
      }
    }
    return lines.toString();
  }

  private static VectorFile entry(String name, String group, String suffix, String row) {
    Map<String, String> lines =
        Map.of(
            "expect", "entry",
            "index", INDEX.name(),
            "group", Bytes.utf8(group).toHex(),
            "suffix", Bytes.utf8(suffix).toHex());
    return vector(name, lines, row);
  }

  private static VectorFile corrupt(String name, String row) {
    return vector(name, index("corrupt"), row);
  }

  private static Map<String, String> index(String expect) {
    return Map.of("expect", expect, "index", INDEX.name());
  }

  private static VectorFile vector(String name, Map<String, String> lines, String row) {
    return new VectorFile(name, lines, Bytes.utf8(row));
  }
}
