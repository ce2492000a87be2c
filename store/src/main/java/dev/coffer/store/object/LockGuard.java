package dev.coffer.store.object;

import dev.coffer.store.bucket.LockClock;
import dev.coffer.store.lock.LockRules;
import dev.coffer.store.lock.VersionLock;
import java.time.Instant;

/**
 * Whether a version may be removed now. Everything that removes versions asks here, and commits
 * only if the version is still as it was judged.
 */
final class LockGuard {
  private final Versions versions;
  private final LockClock clock;

  LockGuard(Versions versions, LockClock clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Refuses while a lock binds.
   *
   * @param bypass whether governance is bypassed, to which the caller has the right
   */
  void requireRemovable(ObjectGroup at, VersionRow row, boolean bypass) {
    requireRemovable(at, row, bypass, clock.now());
  }

  /**
   * The same by another time than the clock's, without bypass.
   *
   * @param then not later than it is
   */
  void requireRemovableThen(ObjectGroup at, VersionRow row, Instant then) {
    requireRemovable(at, row, false, then);
  }

  private void requireRemovable(ObjectGroup at, VersionRow row, boolean bypass, Instant time) {
    // The flag is authenticated with the details, so one that was taken away does not open.
    if (!row.facts().locked()) {
      return;
    }
    VersionLock lock = versions.open(at, row).extras().lock();
    if (lock.binds(time, bypass)) {
      throw LockRules.refusal();
    }
  }
}
