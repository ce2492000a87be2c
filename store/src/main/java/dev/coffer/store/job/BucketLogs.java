package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.StorageFailure;
import dev.coffer.store.bucket.BucketLogging;
import dev.coffer.store.logging.AccessLog;
import dev.coffer.store.logging.AccessRecord;
import dev.coffer.store.logging.LogQueue;
import dev.coffer.store.logging.Logged;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of a store's buckets: as they are configured, into the queue of the delivery. */
public final class BucketLogs implements AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger(BucketLogs.class);

  private final BucketLogging buckets;
  private final LogQueue queue;

  public BucketLogs(BucketLogging buckets, LogQueue queue) {
    this.buckets = buckets;
    this.queue = queue;
  }

  /** A request must not fail since nobody knows whether it is logged; the operator is told. */
  @Override
  public Optional<Logged> find(String bucket) {
    try {
      return buckets.find(bucket);
    } catch (StorageFailure | NotAuthentic e) {
      LOG.error("ALARM a request to bucket {} is in no log: its logging cannot be read", bucket, e);
      return Optional.empty();
    }
  }

  @Override
  public void take(Logged logged, AccessRecord record) {
    queue.add(logged, record);
  }
}
