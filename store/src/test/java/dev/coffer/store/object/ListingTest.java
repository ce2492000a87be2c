package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.object.Listing.Line;
import dev.coffer.store.object.Listing.Lines;
import dev.coffer.store.object.Listing.Shown;
import dev.coffer.store.object.Listing.Source;
import dev.coffer.store.object.Listing.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk that all listings share, against a naive model. */
final class ListingTest {
  private static final Index INDEX = new Index("bucket-1");
  private static final Bytes HIDDEN = Bytes.utf8("hidden");
  private static final Shown<String> CURRENT = new Shown<>("c", ListingTest::visible);

  private final KvStore kv = open(new MemoryKv());
  private final TreeMap<Bytes, Boolean> model = new TreeMap<>();

  @Test
  void keysAreOrderedByTheirBytes() {
    // U+10000 sorts before U+FF5E as UTF-16, after it as UTF-8.
    put("a", "～", "\uD800\uDC00", "é", "Z", "a\u0000", "a/");

    assertThat(list("", "", "", 100))
        .containsExactly("Z", "a", "a\u0000", "a/", "é", "～", "\uD800\uDC00");
  }

  @Test
  void aPrefixIsListedOnceAndWhereItBelongs() {
    put("a", "b/1", "b/2", "b", "b0", "c/x/y");

    assertThat(list("", "/", "", 100)).containsExactly("a", "b", "b/>", "b0", "c/>");
  }

  @Test
  void aDelimiterMayHaveAnyLengthAndIsSoughtAfterThePrefix() {
    put("a--b--c", "a--b--d", "a-b", "a--x");

    assertThat(list("a--", "--", "", 100)).containsExactly("a--b-->", "a--x");
    assertThat(list("", "--", "", 100)).containsExactly("a-->", "a-b");
    assertThat(list("a-", "--", "", 100)).containsExactly("a--b-->", "a--x", "a-b");
  }

  @Test
  void theDelimiterThatThePrefixEndsWithDoesNotCount() {
    put("a/", "a/b", "a/c/d");

    assertThat(list("a/", "/", "", 100)).containsExactly("a/", "a/b", "a/c/>");
  }

  @Test
  void aMarkerUnderAPrefixLeavesThePrefixOut() {
    put("a/1", "a/2", "b");

    assertThat(list("", "/", "a/", 100)).containsExactly("b");
    assertThat(list("", "/", "a/1", 100)).containsExactly("b");
    assertThat(list("", "/", "a", 100)).containsExactly("a/>", "b");
    assertThat(list("", "", "a/1", 100)).containsExactly("a/2", "b");
  }

  @Test
  void whatIsHiddenNeitherCountsNorMakesAPrefix() {
    hide("a", "b/1", "b/2");
    put("b/3", "c");
    hide("d/1");

    assertThat(list("", "/", "", 100)).containsExactly("b/>", "c");
    assertThat(page("", "/", "", 2).truncated()).isFalse();
  }

  @Test
  void markersAndPrefixesLongerThanAnyKeyAreAnswered() {
    put("a".repeat(1024), "b");

    assertThat(list("", "", "a".repeat(2000), 10)).containsExactly("b");
    assertThat(list("", "", "a".repeat(1023), 10)).containsExactly("a".repeat(1024), "b");
    assertThat(list("a".repeat(2000), "", "", 10)).isEmpty();
  }

  @Test
  void noLinesAreReadForZero() {
    put("a");

    assertThat(page("", "", "", 0)).isEqualTo(new Lines<String>(List.of(), false));
  }

  @Test
  void aPrefixWithAMultitudeOfKeysCostsOneSeek() {
    for (int i = 0; i < 5000; i++) {
      put("big/%05d".formatted(i));
    }
    put("a", "z");
    var counting = new CountingScans(kv);

    Lines<String> lines =
        Listing.read(new Source(counting, INDEX), Selection.of("", "/"), CURRENT, Start.BEGIN, 100);

    assertThat(text(lines)).containsExactly("a", "big/>", "z");
    // The page that begins, the seek, and what short pages add.
    assertThat(counting.entries()).isLessThan(100);
  }

  @Test
  void earlierVersionsOfACurrentKeyAreSkipped() {
    put("a", "b");
    for (int i = 0; i < 2000; i++) {
      row("a", "e%04d".formatted(i), "old");
    }
    var counting = new CountingScans(kv);

    Lines<String> lines =
        Listing.read(new Source(counting, INDEX), Selection.of("", ""), CURRENT, Start.BEGIN, 100);

    assertThat(text(lines)).containsExactly("a", "b");
    assertThat(counting.entries()).isLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyPageSizeAndDelimiterAgreesWithTheModel(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      String key = randomKey(random);
      if (random.nextInt(4) == 0) {
        hide(key);
      } else {
        put(key);
      }
    }
    for (String prefix : List.of("", "a", "a/", "é", "zz")) {
      for (String delimiter : List.of("", "/", "a", "//", "/b")) {
        List<String> all = naive(prefix, delimiter, "");
        assertThat(list(prefix, delimiter, "", 1000)).as("seed %d", seed).isEqualTo(all);
        for (int size = 1; size <= all.size() + 1; size++) {
          assertThat(paged(prefix, delimiter, size))
              .as("seed %d size %d", seed, size)
              .isEqualTo(all);
        }
        String marker = randomKey(random);
        assertThat(list(prefix, delimiter, marker, 1000))
            .as("seed %d marker %s", seed, marker)
            .isEqualTo(naive(prefix, delimiter, marker));
      }
    }
  }

  private List<String> paged(String prefix, String delimiter, int size) {
    List<String> all = new ArrayList<>();
    Start start = Start.BEGIN;
    while (true) {
      Lines<String> page =
          Listing.read(
              new Source(kv, INDEX), Selection.of(prefix, delimiter), CURRENT, start, size);
      all.addAll(text(page));
      if (!page.truncated()) {
        return all;
      }
      assertThat(page.lines()).hasSize(size);
      start = Start.after(lastOf(page));
    }
  }

  private static Bytes lastOf(Lines<String> page) {
    return switch (page.last().orElseThrow()) {
      case Line.Item<String>(String item) -> Bytes.utf8(item);
      case Line.Prefix<String>(Bytes prefix) -> prefix;
    };
  }

  private List<String> naive(String prefix, String delimiter, String marker) {
    List<String> lines = new ArrayList<>();
    for (Bytes key : model.keySet()) {
      String text = key.toUtf8();
      if (model.get(key) && text.startsWith(prefix) && key.compareTo(Bytes.utf8(marker)) > 0) {
        int at = delimiter.isEmpty() ? -1 : text.indexOf(delimiter, prefix.length());
        String rolled = at < 0 ? text : text.substring(0, at + delimiter.length());
        String line = at < 0 ? text : rolled + ">";
        if (!lines.contains(line) && (at < 0 || !marker.startsWith(rolled))) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private static String randomKey(SplittableRandom random) {
    String alphabet = "aab/é";
    var key = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      key.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return key.toString();
  }

  private Lines<String> page(String prefix, String delimiter, String marker, int max) {
    return Listing.read(
        new Source(kv, INDEX), Selection.of(prefix, delimiter), CURRENT, Start.after(marker), max);
  }

  private List<String> list(String prefix, String delimiter, String marker, int max) {
    return text(page(prefix, delimiter, marker, max));
  }

  private static List<String> text(Lines<String> lines) {
    return lines.lines().stream()
        .map(line ->
            switch (line) {
              case Line.Item<String>(String item) -> item;
              case Line.Prefix<String>(Bytes prefix) -> prefix.toUtf8() + ">";
            })
        .toList();
  }

  private static Optional<String> visible(Entry entry) {
    return entry.value().equals(HIDDEN)
        ? Optional.empty()
        : Optional.of(entry.key().group().toUtf8());
  }

  private void put(String... keys) {
    for (String key : keys) {
      model.put(Bytes.utf8(key), true);
      row(key, "c", "shown");
    }
  }

  private void hide(String... keys) {
    for (String key : keys) {
      model.put(Bytes.utf8(key), false);
      row(key, "c", HIDDEN.toUtf8());
    }
  }

  private void row(String key, String suffix, String value) {
    kv.commit(Commit.in(INDEX, Bytes.utf8(key)).put(Bytes.utf8(suffix), Bytes.utf8(value)).build());
  }

  private static KvStore open(KvStore kv) {
    kv.create(INDEX);
    return kv;
  }
}
