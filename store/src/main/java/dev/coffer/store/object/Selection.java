package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a listing wants, and how it rolls them up.
 *
 * <p>Works on bytes: a string occurs in UTF-8 text exactly where its bytes occur. An empty prefix
 * selects all keys, an empty delimiter rolls nothing up.
 */
record Selection(Bytes prefix, Bytes delimiter) {

  static Selection of(@Nullable String prefix, @Nullable String delimiter) {
    return new Selection(utf8(prefix), utf8(delimiter));
  }

  boolean includes(Bytes objectKey) {
    return objectKey.startsWith(prefix);
  }

  /** The key up to and with the first delimiter after the prefix. */
  Optional<Bytes> commonPrefix(Bytes objectKey) {
    if (delimiter.isEmpty()) {
      return Optional.empty();
    }
    int last = objectKey.size() - delimiter.size();
    for (int at = prefix.size(); at <= last; at++) {
      if (delimiterAt(objectKey, at)) {
        return Optional.of(objectKey.slice(0, at + delimiter.size()));
      }
    }
    return Optional.empty();
  }

  private boolean delimiterAt(Bytes objectKey, int at) {
    for (int i = 0; i < delimiter.size(); i++) {
      if (objectKey.at(at + i) != delimiter.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static Bytes utf8(@Nullable String text) {
    return text == null ? Bytes.EMPTY : Bytes.utf8(text);
  }
}
