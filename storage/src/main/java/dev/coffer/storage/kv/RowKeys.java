package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * How rows are named in one flat, ordered table of bytes: the order of names is the order of keys.
 *
 * <p>A name is a kind, the index's name, {@code 01}, and for an entry the group, {@code 01} and the
 * suffix, both escaped: {@code 00 → 02 02}, {@code 01 → 02 03}, {@code 02 → 02 04}. So an end sorts
 * before every continuation, the first {@code 01} after the index ends the group, and no name holds
 * a zero byte, which some engines take for an end. Source: docs/formats/kv-keys-v1.md.
 */
final class RowKeys {
  static final String FORMAT = "kv-keys-v1";
  static final Bytes FORMAT_ROW = Bytes.utf8("f");

  private static final char COUNTER = 'c';
  private static final char ENTRY = 'e';
  private static final char INDEX = 'i';
  private static final int END = 1;
  private static final int ESCAPE = 2;

  /** Added to an escaped byte, so that {@link #END} never occurs inside of a group or suffix. */
  private static final int SHIFT = 2;

  private RowKeys() {}

  static Bytes index(Index index) {
    return start(INDEX, index, END);
  }

  static Bytes counter(Index index, String name) {
    return start(COUNTER, index, END).concat(Bytes.utf8(name));
  }

  /** Where the counters of an index begin. */
  static Bytes counters(Index index) {
    return start(COUNTER, index, END);
  }

  /** The first name beyond the counters of an index. */
  static Bytes countersEnd(Index index) {
    return start(COUNTER, index, END + 1);
  }

  /** Where the entries of an index begin. */
  static Bytes entries(Index index) {
    return start(ENTRY, index, END);
  }

  /** The first name beyond the entries of an index. */
  static Bytes entriesEnd(Index index) {
    return start(ENTRY, index, END + 1);
  }

  static Bytes entry(Index index, Key key) {
    return row(group(index, key.group()), key.suffix());
  }

  /** What the names of all rows of a group begin with. */
  static Bytes group(Index index, Bytes group) {
    ByteArrayOutputStream name = new ByteArrayOutputStream(group.size() + 72);
    name.writeBytes(entries(index).toByteArray());
    escape(group, name);
    name.write(END);
    return Bytes.copyOf(name.toByteArray());
  }

  static Bytes row(Bytes groupName, Bytes suffix) {
    ByteArrayOutputStream name = new ByteArrayOutputStream(groupName.size() + suffix.size() + 8);
    name.writeBytes(groupName.toByteArray());
    escape(suffix, name);
    return Bytes.copyOf(name.toByteArray());
  }

  /**
   * The key of an entry's name.
   *
   * @throws Corrupt when it is no name of an entry of this index
   */
  static Key key(Index index, Bytes name) {
    Bytes prefix = entries(index);
    check(name.startsWith(prefix), name);
    int groupEnd = prefix.size();
    while (groupEnd < name.size() && name.at(groupEnd) != END) {
      groupEnd++;
    }
    check(groupEnd < name.size(), name);
    Bytes group = unescape(name, prefix.size(), groupEnd);
    Bytes suffix = unescape(name, groupEnd + 1, name.size());
    check(!group.isEmpty() && group.size() <= Key.MAX_GROUP, name);
    check(!suffix.isEmpty() && suffix.size() <= Key.MAX_SUFFIX, name);
    return new Key(group, suffix);
  }

  private static Bytes start(char kind, Index index, int end) {
    return Bytes.copyOf((kind + index.name() + (char) end).getBytes(StandardCharsets.US_ASCII));
  }

  private static void escape(Bytes bytes, ByteArrayOutputStream name) {
    for (int i = 0; i < bytes.size(); i++) {
      int next = bytes.at(i) & 0xff;
      if (next <= ESCAPE) {
        name.write(ESCAPE);
        name.write(next + SHIFT);
      } else {
        name.write(next);
      }
    }
  }

  private static Bytes unescape(Bytes name, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
    for (int i = from; i < to; i++) {
      int next = name.at(i) & 0xff;
      if (next == ESCAPE) {
        i++;
        check(i < to && name.at(i) >= SHIFT && name.at(i) <= SHIFT + ESCAPE, name);
        bytes.write(name.at(i) - SHIFT);
      } else {
        check(next > ESCAPE, name);
        bytes.write(next);
      }
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  private static void check(boolean condition, Bytes name) {
    if (!condition) {
      throw new Corrupt("a row's name does not decode").with("size", name.size());
    }
  }
}
