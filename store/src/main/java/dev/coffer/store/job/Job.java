package dev.coffer.store.job;

import java.time.Duration;

/** Work that is done again and again, by the one thread of a {@link JobRunner}. */
public interface Job {
  /** For the log. */
  String name();

  /** How long to wait after a run, unless the job is woken. */
  Duration pause();

  /** How long to wait after it was woken, for more that can be done together. */
  default Duration gather() {
    return Duration.ZERO;
  }

  /** Does what there is to do now, and returns. */
  void run();

  /** Does only what somebody may have woken it for. */
  void runWoken();
}
