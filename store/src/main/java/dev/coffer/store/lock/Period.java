package dev.coffer.store.lock;

import java.time.Instant;

/**
 * Until when a version is kept.
 *
 * @param until whole milliseconds; from then on it binds nobody
 */
public record Period(LockMode mode, Instant until) {
  /** Whether it binds at that time. */
  public boolean binds(Instant now) {
    return now.isBefore(until);
  }
}
