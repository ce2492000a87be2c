package dev.coffer.store.simulation;

/** A process that may end before any call of its ports; then none of its calls does anything. */
final class Life {
  private static final int NEVER = -1;

  private final Turnstile turnstile;
  private int left = NEVER;
  private boolean dead;

  Life(Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  /** It ends after so many calls. */
  void endAfter(int calls) {
    left = calls;
  }

  boolean dead() {
    return dead;
  }

  /** Whether clients are at it, so that something may fail. */
  boolean busy() {
    return turnstile.busy();
  }

  /** To be asked before a call, and after one whose effect stays. */
  void pass() {
    turnstile.pass();
    if (left == 0) {
      dead = true;
    }
    if (dead) {
      throw new Ended();
    }
    if (left > 0) {
      left--;
    }
  }
}
