package dev.coffer.server.config;

import dev.coffer.kms.operation.Chores;
import dev.coffer.store.job.Job;
import java.time.Duration;

/**
 * Rotates keys that are due, takes out imported material that has expired and destroys keys whose
 * window is over. None of these is late in its effect by the pause but the first: material that has
 * expired and keys that wait for deletion are not used anyway.
 */
record KeyChores(Chores chores) implements Job {
  @Override
  public String name() {
    return "key-chores";
  }

  @Override
  public Duration pause() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void run() {
    chores.run();
  }

  @Override
  public void runWoken() {
    run();
  }
}
