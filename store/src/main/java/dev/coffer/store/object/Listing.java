package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a bucket and rolls keys up: what all listings have in common.
 *
 * <p>A line is an item or a common prefix. A prefix is listed once and only if something shown lies
 * under it, and then costs one seek however much that is; it is left out when the marker lies under
 * it, since then an earlier page listed it. Lines come in the order of UTF-8 bytes. Reads one line
 * more than asked for, to know whether there is one. For one page and one thread.
 */
final class Listing<T> {
  /** The longest an object key can be; what follows in a marker cannot tell keys apart. */
  private static final int MAX_OBJECT_KEY = 1024;

  private static final Key BEGINNING = Key.startOf(Bytes.of((byte) 0));

  private final Selection selection;
  private final Shown<T> shown;
  private final Bytes marker;
  private final Cursor cursor;

  private Listing(Selection selection, Shown<T> shown, Bytes marker, Cursor cursor) {
    this.selection = selection;
    this.shown = shown;
    this.marker = marker;
    this.cursor = cursor;
  }

  /**
   * Which rows of a key a listing looks at, and what it makes of them; none, when the row is not to
   * be seen.
   *
   * @param kinds first bytes of the suffixes of the rows wanted, ascending
   * @param rolledOnly of what is seen only as part of a common prefix
   */
  record Shown<T>(String kinds, Function<Entry, Optional<T>> read, Predicate<T> rolledOnly) {
    /** Everything that is read is shown. */
    Shown(String kinds, Function<Entry, Optional<T>> read) {
      this(kinds, read, _ -> false);
    }
  }

  /** Where a listing goes on: after all rows of a key, or at a row. */
  record Start(Bytes marker, Key from) {
    static final Start BEGIN = new Start(Bytes.EMPTY, BEGINNING);

    /** After everything of the marker's key; from the beginning without a marker. */
    static Start after(@Nullable String marker) {
      return marker == null || marker.isEmpty() ? BEGIN : after(Bytes.utf8(marker));
    }

    static Start after(Bytes marker) {
      int size = Math.min(marker.size(), MAX_OBJECT_KEY);
      return new Start(marker, Key.afterGroup(marker.slice(0, size)));
    }
  }

  /** One line of a listing. */
  sealed interface Line<T> {
    /** An object, version or upload. */
    record Item<T>(T item) implements Line<T> {}

    /** Keys rolled up. */
    record Prefix<T>(Bytes prefix) implements Line<T> {}
  }

  /** Lines in order; truncated when at least one more follows. */
  record Lines<T>(List<Line<T>> lines, boolean truncated) {
    Lines {
      lines = List.copyOf(lines);
    }

    List<T> items() {
      List<T> items = new ArrayList<>();
      for (Line<T> line : lines) {
        if (line instanceof Line.Item<T>(T item)) {
          items.add(item);
        }
      }
      return items;
    }

    List<Bytes> prefixes() {
      List<Bytes> prefixes = new ArrayList<>();
      for (Line<T> line : lines) {
        if (line instanceof Line.Prefix<T>(Bytes prefix)) {
          prefixes.add(prefix);
        }
      }
      return prefixes;
    }

    Optional<Line<T>> last() {
      return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }
  }

  /** What a listing reads. */
  record Source(KvStore kv, Index index) {}

  /** At most {@code max} lines from a start; zero reads nothing and is never truncated. */
  static <T> Lines<T> read(
      Source source, Selection selection, Shown<T> shown, Start start, int max) {
    if (max == 0 || selection.prefix().size() > MAX_OBJECT_KEY) {
      return new Lines<>(List.of(), false);
    }
    var cursor = new Cursor(source.kv(), source.index(), later(start.from(), selection.prefix()));
    return new Listing<>(selection, shown, start.marker(), cursor).page(max);
  }

  private static Key later(Key from, Bytes prefix) {
    Key first = prefix.isEmpty() ? BEGINNING : Key.startOf(prefix);
    return from.compareTo(first) < 0 ? first : from;
  }

  private Lines<T> page(int max) {
    List<Line<T>> lines = new ArrayList<>();
    for (Line<T> line = next(); line != null; line = next()) {
      if (lines.size() == max) {
        return new Lines<>(lines, true);
      }
      lines.add(line);
    }
    return new Lines<>(lines, false);
  }

  private @Nullable Line<T> next() {
    Entry entry = cursor.entry();
    while (entry != null && selection.includes(entry.key().group())) {
      Line<T> line = look(entry);
      if (line != null) {
        return line;
      }
      entry = cursor.entry();
    }
    return null;
  }

  /** The line that this entry gives, if any; moves on in any case. */
  private @Nullable Line<T> look(Entry entry) {
    Optional<Bytes> rolled = selection.commonPrefix(entry.key().group());
    if (rolled.isPresent() && marker.startsWith(rolled.get())) {
      skip(rolled.get());
      return null;
    }
    Optional<T> item = read(entry);
    if (item.isEmpty()) {
      return null;
    }
    if (rolled.isEmpty()) {
      return shown.rolledOnly().test(item.get()) ? null : new Line.Item<>(item.get());
    }
    skip(rolled.get());
    return new Line.Prefix<>(rolled.get());
  }

  private Optional<T> read(Entry entry) {
    char kind = (char) entry.key().suffix().at(0);
    if (shown.kinds().indexOf(kind) >= 0) {
      cursor.step();
      return shown.read().apply(entry);
    }
    Bytes group = entry.key().group();
    OptionalInt next = shown.kinds().chars().filter(wanted -> wanted > kind).findFirst();
    cursor.seek(
        next.isPresent()
            ? new Key(group, Bytes.of((byte) next.getAsInt()))
            : Key.afterGroup(group));
    return Optional.empty();
  }

  private void skip(Bytes prefix) {
    Key.afterPrefix(prefix).ifPresentOrElse(cursor::seek, cursor::end);
  }
}
