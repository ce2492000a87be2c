package dev.coffer.store.simulation;

/**
 * The process has ended: whatever was going on in it goes no further. No failure of storage, since
 * nobody is there any more to try again.
 */
final class Ended extends RuntimeException {
  private static final long serialVersionUID = 1;

  Ended() {
    super("the process has ended");
  }
}
