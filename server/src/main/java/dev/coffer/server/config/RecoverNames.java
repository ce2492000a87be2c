package dev.coffer.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.store.recover.Stored;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which file an object may have.
 *
 * <p>An object's key may be anything: {@code ../x}, {@code a//b}, a line end. Only a key whose
 * segments are all ordinary names becomes a path below its bucket's folder.
 */
final class RecoverNames {
  /** The folder, in a bucket's, of objects whose keys cannot be paths. */
  static final String HIDDEN = ".coffer";

  private static final int MAX_SEGMENT_BYTES = 200;

  private RecoverNames() {}

  /** The path, with the version's id behind it when it is an earlier one; null when it has none. */
  static @Nullable Path fileOf(Path bucketFolder, Stored.Name name) {
    String key = name.latest() ? name.key() : name.key() + "@" + name.versionId();
    for (String segment : key.split("/", -1)) {
      if (!ordinary(segment)) {
        return null;
      }
    }
    try {
      return bucketFolder.resolve(key);
    } catch (InvalidPathException notInThisLocale) {
      return null;
    }
  }

  private static boolean ordinary(String segment) {
    return !segment.isEmpty()
        && !segment.startsWith(".")
        && segment.indexOf('\\') < 0
        && segment.chars().noneMatch(Character::isISOControl)
        && segment.getBytes(UTF_8).length <= MAX_SEGMENT_BYTES
        && UTF_8.newEncoder().canEncode(segment);
  }
}
