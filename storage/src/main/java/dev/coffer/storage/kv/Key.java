package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.Optional;

/**
 * Where an entry stands in its index: ordered by group, then by suffix, both as unsigned bytes.
 *
 * <p>A group is the unit of a commit: 1 to 1,100 bytes of any values, zero included. A suffix is 1
 * to 200 bytes of any values. A group that begins with another group comes after <em>all</em> keys
 * of that other group: {@code a} with any suffix, then {@code a\0}, then {@code aa}.
 */
public record Key(Bytes group, Bytes suffix) implements Comparable<Key> {
  public static final int MAX_GROUP = 1100;
  public static final int MAX_SUFFIX = 200;
  private static final Bytes ZERO = Bytes.of((byte) 0);

  public Key {
    requireGroup(group);
    requireSuffix(suffix);
  }

  /** The smallest key that the group can hold. */
  public static Key startOf(Bytes group) {
    return new Key(group, ZERO);
  }

  /** The smallest key beyond every suffix of the group: the start of {@code group‖0}. */
  public static Key afterGroup(Bytes group) {
    return startOf(next(group, MAX_GROUP).orElseThrow(Key::beyondAll));
  }

  /** The smallest key beyond every group that begins so; none when the prefix is all 0xff. */
  public static Optional<Key> afterPrefix(Bytes groupPrefix) {
    return increment(groupPrefix).map(Key::startOf);
  }

  /** The smallest key greater than this one: where a scan goes on. */
  public Key after() {
    return next(suffix, MAX_SUFFIX)
        .map(larger -> new Key(group, larger))
        .orElseGet(() -> afterGroup(group));
  }

  @Override
  public int compareTo(Key other) {
    int byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : suffix.compareTo(other.suffix);
  }

  static void requireGroup(Bytes group) {
    if (group.isEmpty() || group.size() > MAX_GROUP) {
      throw new IllegalArgumentException("group is not of 1 to 1100 bytes");
    }
  }

  static void requireSuffix(Bytes suffix) {
    if (suffix.isEmpty() || suffix.size() > MAX_SUFFIX) {
      throw new IllegalArgumentException("suffix is not of 1 to 200 bytes");
    }
  }

  /** The next of all byte strings of at most {@code max} bytes. */
  private static Optional<Bytes> next(Bytes bytes, int max) {
    return bytes.size() < max ? Optional.of(bytes.concat(ZERO)) : increment(bytes);
  }

  /** The smallest byte string that is greater than all that begin with these bytes. */
  private static Optional<Bytes> increment(Bytes bytes) {
    int size = bytes.size();
    while (size > 0 && bytes.at(size - 1) == (byte) 0xff) {
      size--;
    }
    if (size == 0) {
      return Optional.empty();
    }
    byte last = (byte) (bytes.at(size - 1) + 1);
    return Optional.of(bytes.slice(0, size - 1).concat(Bytes.of(last)));
  }

  /** Only the group of 1,100 bytes 0xff has nothing after it. */
  private static IllegalArgumentException beyondAll() {
    return new IllegalArgumentException("no key can follow the greatest group");
  }
}
