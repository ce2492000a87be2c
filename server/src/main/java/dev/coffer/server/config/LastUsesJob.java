package dev.coffer.server.config;

import dev.coffer.kms.operation.Chores;
import dev.coffer.store.job.Job;
import java.time.Duration;

/** Writes down when keys were last used: a crash loses what the last minute knew of it. */
record LastUsesJob(Chores chores) implements Job {
  @Override
  public String name() {
    return "key-last-uses";
  }

  @Override
  public Duration pause() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run() {
    chores.flushLastUses();
  }

  @Override
  public void runWoken() {
    run();
  }
}
