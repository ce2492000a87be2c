package dev.coffer.kms.custody;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A backend's settings as they stand in its slot: names and short texts, read strictly.
 *
 * <p>Limits: 16 settings, names of 1 to 32 of a-z, 0-9 and hyphen, values of 1 to 1024 printable
 * ASCII characters. No setting is a secret: those lie in files that a setting names.
 */
public final class Settings {
  static final int MAX_SETTINGS = 16;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,1024}");

  private final Map<String, String> values;
  private final Set<String> read = new HashSet<>();

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Whether names and values are within the limits. */
  static boolean wellFormed(Map<String, String> values) {
    return values.size() <= MAX_SETTINGS
        && values.keySet().stream().allMatch(name -> NAME.matcher(name).matches())
        && values.values().stream().allMatch(value -> VALUE.matcher(value).matches());
  }

  /**
   * Takes settings for reading.
   *
   * @throws CustodyException UNSUPPORTED when they are beyond the limits
   */
  static Settings of(Map<String, String> values) {
    if (!wellFormed(values)) {
      throw unsupported("a setting's name or value is not well formed");
    }
    return new Settings(new TreeMap<>(values));
  }

  Optional<String> find(String name) {
    read.add(name);
    return Optional.ofNullable(values.get(name));
  }

  String require(String name) {
    return find(name).orElseThrow(() -> unsupported("the setting " + name + " is missing"));
  }

  Optional<Path> findPath(String name) {
    return find(name).map(value -> absolute(name, value));
  }

  Path requirePath(String name) {
    return absolute(name, require(name));
  }

  /** To be called when all known settings were read: one more is refused, never ignored. */
  void requireNoOther() {
    for (String name : values.keySet()) {
      if (!read.contains(name)) {
        throw unsupported("there is no setting " + name);
      }
    }
  }

  private static Path absolute(String name, String value) {
    try {
      Path path = Path.of(value);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw unsupported("the setting " + name + " is no path");
    }
    throw unsupported("the setting " + name + " is not an absolute path");
  }

  static CustodyException unsupported(String message) {
    return new CustodyException(CustodyException.Reason.UNSUPPORTED, message);
  }
}
