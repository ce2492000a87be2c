package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.store.logging.LogBatch;
import dev.coffer.store.logging.LogQueue;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records of requests that wait: all of them at each interval, and at once those that
 * fill an object.
 *
 * <p>What storage cannot take now waits for the next run. What may not be delivered is dropped, by
 * best effort as at Amazon, but never silently: each run tells what was dropped and why.
 */
public final class LogDelivery implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(LogDelivery.class);

  private final LogQueue queue;
  private final LogWriter writer;
  private final Duration interval;

  public LogDelivery(LogQueue queue, LogWriter writer, Duration interval) {
    this.queue = queue;
    this.writer = writer;
    this.interval = interval;
  }

  @Override
  public String name() {
    return "log-delivery";
  }

  @Override
  public Duration pause() {
    return interval;
  }

  @Override
  public void run() {
    deliver(queue.takeAll());
  }

  @Override
  public void runWoken() {
    deliver(queue.takeFull());
  }

  /** Delivers what still waits, for the last time; to be called once the runner has ended. */
  public void finish() {
    run();
    queue.close();
    tellDropped();
  }

  private void deliver(List<LogBatch> batches) {
    for (int at = 0; at < batches.size(); at++) {
      deliver(batches.get(at), batches.subList(at + 1, batches.size()));
    }
    tellDropped();
  }

  /** A defect takes one batch with it and not the others. */
  private void deliver(LogBatch batch, List<LogBatch> others) {
    boolean dealtWith = false;
    try {
      deliver(batch);
      dealtWith = true;
    } finally {
      if (!dealtWith) {
        queue.drop(batch);
        others.forEach(queue::putBack);
      }
    }
  }

  private void deliver(LogBatch batch) {
    try {
      String key = writer.write(batch);
      LOG.debug("{} records of bucket {} were delivered: {}", lines(batch), source(batch), key);
    } catch (S3Exception refusal) {
      LOG.warn(
          "{} records of bucket {} were dropped, bucket {} does not take them: {} {}",
          lines(batch),
          source(batch),
          batch.logged().target().bucket(),
          refusal.error(),
          refusal.text());
    } catch (Unavailable | Full e) {
      LOG.warn("{} records of bucket {} wait for storage", lines(batch), source(batch), e);
      queue.putBack(batch);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error(
          "ALARM {} records of bucket {} were dropped, what is stored is not what was stored",
          lines(batch),
          source(batch),
          e);
    }
  }

  private void tellDropped() {
    long dropped = queue.dropped();
    if (dropped > 0) {
      LOG.warn("{} records of requests were dropped without delivery", dropped);
    }
  }

  private static int lines(LogBatch batch) {
    return batch.lines().size();
  }

  private static String source(LogBatch batch) {
    return batch.logged().source().bucket();
  }
}
