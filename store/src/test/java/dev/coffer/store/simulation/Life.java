package dev.coffer.store.simulation;

import dev.coffer.storage.Unavailable;

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

  /** To be asked before a call, and after one whose effect stays. */
  void pass() {
    turnstile.pass();
    if (left == 0) {
      dead = true;
    }
    if (dead) {
      throw new Unavailable("the process has ended");
    }
    if (left > 0) {
      left--;
    }
  }
}
