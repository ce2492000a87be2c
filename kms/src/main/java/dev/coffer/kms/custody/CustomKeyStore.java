package dev.coffer.kms.custody;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A custom key store: a backend that wraps the materials of chosen KMS keys itself. It names where
 * those keys are kept and holds no secret.
 *
 * @param id {@code cks-} and 17 hexadecimal digits, which CreateKey is told as CustomKeyStoreId
 * @param name for people; unlike any other store's
 * @param account 12 digits; only this account makes keys in it
 * @param kind the backend's word
 * @param settings of the backend, as in a slot of the root key file
 * @param cache how long an answer of the backend is used again; zero to at most {@link #MAX_CACHE}
 */
public record CustomKeyStore(
    String id,
    String name,
    String account,
    String kind,
    Map<String, String> settings,
    Duration cache) {
  /** The longest that a key may outlive its backend. */
  public static final Duration MAX_CACHE = Duration.ofHours(1);

  private static final Pattern ID = Pattern.compile("cks-[0-9a-f]{17}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  public CustomKeyStore {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    boolean sound =
        ID.matcher(id).matches()
            && NAME.matcher(name).matches()
            && ACCOUNT.matcher(account).matches()
            && Slot.Backend.WORDS.matcher(kind).matches()
            && Settings.wellFormed(settings)
            && !cache.isNegative()
            && cache.compareTo(MAX_CACHE) <= 0
            && cache.equals(Duration.ofSeconds(cache.toSeconds()));
    if (!sound) {
      throw new CustodyException(
          CustodyException.Reason.UNSUPPORTED,
          "a key store has a name of 1 to 64 letters, digits, dots, hyphens and underscores, an"
              + " account of 12 digits, well-formed settings, and 0 to 3600 seconds of cache");
    }
  }
}
