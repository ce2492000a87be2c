package dev.coffer.server.doctor;

/**
 * What a check found.
 *
 * @param check its name
 * @param text a sentence
 */
public record Finding(String check, Level level, String text) {
  /** How bad it is. */
  public enum Level {
    OK,
    /** Somebody should know it. */
    WARNING,
    /** Something does not work, or will not. */
    ERROR
  }

  public static Finding ok(String check, String text) {
    return new Finding(check, Level.OK, text);
  }

  public static Finding warning(String check, String text) {
    return new Finding(check, Level.WARNING, text);
  }

  public static Finding error(String check, String text) {
    return new Finding(check, Level.ERROR, text);
  }
}
