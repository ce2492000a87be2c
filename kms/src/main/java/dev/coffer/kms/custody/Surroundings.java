package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Entropy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What a backend's client needs from the process: time for signatures, chance for keys.
 *
 * @param types the backends that are known
 */
public record Surroundings(InstantSource clock, Entropy entropy, List<CustodyType<?>> types) {
  public Surroundings {
    types = List.copyOf(types);
  }

  /** With all backends of this program. */
  public Surroundings(InstantSource clock, Entropy entropy) {
    this(clock, entropy, Custodies.ALL);
  }

  /**
   * Returns a client of a backend, which it asks nothing yet; the caller closes it.
   *
   * @throws CustodyException UNSUPPORTED for an unknown word or settings that it does not take
   */
  public KeyCustody open(String word, Map<String, String> settings) {
    return type(word).open(settings, this);
  }

  /**
   * Returns the kind of backend that a slot names.
   *
   * @throws CustodyException UNSUPPORTED
   */
  CustodyType<?> type(String word) {
    return types.stream()
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Settings.unsupported("this program knows no custody " + word));
  }
}
