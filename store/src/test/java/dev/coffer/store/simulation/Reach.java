package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Unavailable;
import dev.coffer.wire.kms.KmsError;
import java.util.SplittableRandom;

/** Whether the keys of the key service can be reached, and when somebody tried in vain. */
final class Reach {
  private final Turnstile turnstile;
  private final History history;
  private final SplittableRandom random;
  private long lostUntil;
  private long lastMissed = -1;

  Reach(Turnstile turnstile, History history, SplittableRandom random) {
    this.turnstile = turnstile;
    this.history = history;
    this.random = random;
  }

  /** Nobody reaches them for so many turns. */
  void lose(int turns) {
    lostUntil = turnstile.turns() + turns;
  }

  void find() {
    lostUntil = 0;
  }

  /** To be asked before a use; says it as a custody does that has no answer, or none at all. */
  void require() {
    if (turnstile.turns() < lostUntil) {
      lastMissed = history.now();
      throw switch (random.nextInt(3)) {
        case 0 -> KmsError.KeyUnavailableException.because("out of reach");
        case 1 -> KmsError.DependencyTimeoutException.because("out of reach");
        default -> new Unavailable("the key service does not answer");
      };
    }
  }

  /** Keys out of reach since then are the reason that the service was not available. */
  void requireMissed(long since) {
    assertThat(lastMissed).as("when keys were out of reach").isGreaterThanOrEqualTo(since);
  }
}
