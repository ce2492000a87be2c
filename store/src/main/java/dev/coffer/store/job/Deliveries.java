package dev.coffer.store.job;

import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.event.Telling;
import dev.coffer.store.event.Webhook;
import dev.coffer.store.object.Outbox;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of telling webhooks what happened: a job with a thread of its own for each, so that one
 * that does not answer holds up nobody else, and one for what webhooks left that are no more.
 */
public final class Deliveries implements AutoCloseable {
  private final Map<String, Delivery> jobs = new LinkedHashMap<>();
  private final Map<String, JobRunner> runners = new LinkedHashMap<>();
  private final LostWebhooks lost;
  private final JobRunner lostRunner;
  private boolean started;

  /** The jobs; none runs before {@link #start}. */
  public Deliveries(Telling telling, BucketRoom buckets, Outbox outbox, InstantSource clock) {
    for (Webhook webhook : telling.webhooks().all()) {
      Delivery job = new Delivery(webhook, telling.courier(), outbox, clock);
      jobs.put(webhook.name(), job);
      runners.put(webhook.name(), new JobRunner(job));
    }
    this.lost = new LostWebhooks(telling.webhooks(), buckets, outbox, clock);
    this.lostRunner = new JobRunner(lost);
  }

  /** Lets them run in the background until this is closed. */
  public synchronized void start() {
    started = true;
    runners.values().forEach(JobRunner::start);
    lostRunner.start();
  }

  /** There is something to tell that webhook, if it is one. */
  public void wake(String webhook) {
    JobRunner runner = runners.get(webhook);
    if (runner != null) {
      runner.wake();
    }
  }

  /** Does once, on the thread of the caller, what the jobs do. */
  public void runOnce() {
    jobs.values().forEach(Delivery::run);
    lost.run();
  }

  /** The topics of buckets that no webhook is any more. */
  public List<String> lostTopics() {
    return lost.topics();
  }

  @Override
  public synchronized void close() {
    if (started) {
      runners.values().forEach(JobRunner::close);
      lostRunner.close();
    }
  }
}
