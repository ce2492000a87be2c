package dev.coffer.store.object;

import dev.coffer.storage.Unavailable;

/**
 * Ends a process between two calls of its ports: after so many of them nothing is called any more.
 *
 * <p>Nothing that is thrown by a dead process reaches a client, so its type says nothing.
 */
final class Fuse {
  private static final int NEVER = Integer.MAX_VALUE;

  private int left = NEVER;
  private boolean blown;

  /** So many calls are still made. */
  void burn(int calls) {
    left = calls;
  }

  /** The process goes on. */
  void stop() {
    left = NEVER;
  }

  /** A new process begins. */
  void renew() {
    blown = false;
    stop();
  }

  boolean blown() {
    return blown;
  }

  /** To be asked before a call, and after one whose effect stays. */
  void pass() {
    if (left == 0) {
      blown = true;
    }
    if (blown) {
      throw new Unavailable("the process has ended");
    }
    if (left != NEVER) {
      left--;
    }
  }
}
