package dev.coffer.store.report;

import dev.coffer.kms.access.KeyStates;
import dev.coffer.store.tally.SealedUnder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of one report, each looked up once. */
final class KeyLook {
  static final String MISSING = "Missing";

  private final KeyStates states;
  private final String account;
  private final Map<String, Optional<KeyStates.Found>> known = new HashMap<>();

  /** Names without an account are of this one. */
  KeyLook(KeyStates states, String account) {
    this.states = states;
    this.account = account;
  }

  /** The key that a text names, if there is one. */
  Optional<KeyStates.Found> find(String text) {
    return known.computeIfAbsent(text, name -> states.find(account, name));
  }

  /** The state of a KMS key as it is shown; null where there is none. */
  @Nullable String stateOf(SealedUnder under) {
    return under
        .findKmsKeyArn()
        .map(arn -> find(arn).map(found -> found.state().name()).orElse(MISSING))
        .orElse(null);
  }
}
