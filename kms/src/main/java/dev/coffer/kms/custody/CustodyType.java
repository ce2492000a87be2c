package dev.coffer.kms.custody;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of backend: its word in the root key file, how its settings are read, how it is opened.
 *
 * @param <C> the settings as a value
 */
public record CustodyType<C>(
    String word, Function<Settings, C> config, BiFunction<C, Surroundings, KeyCustody> opener) {

  /**
   * Reads the settings without opening anything.
   *
   * @throws CustodyException UNSUPPORTED for one that is missing, unknown or out of bounds
   */
  public C read(Map<String, String> settings) {
    Settings reader = Settings.of(settings);
    C read = config.apply(reader);
    reader.requireNoOther();
    return read;
  }

  /** Returns a client of the backend, which it asks nothing yet; the caller closes it. */
  public KeyCustody open(Map<String, String> settings, Surroundings around) {
    return opener.apply(read(settings), around);
  }
}
