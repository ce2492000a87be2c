package dev.coffer.kms.audit;

/**
 * The trail in files: every event is durable, as one line of a {@link ChainedLog}, before {@link
 * #record} returns. Calls that come at the same time share the price of a sync.
 */
public final class FileAuditTrail implements AuditTrail, AutoCloseable {
  private final ChainedLog log;

  private FileAuditTrail(ChainedLog log) {
    this.log = log;
  }

  /**
   * Opens the trail.
   *
   * @throws dev.coffer.storage.StorageFailure as {@link ChainedLog#open}
   */
  public static FileAuditTrail open(LogGround ground, OnFailure onFailure) {
    return new FileAuditTrail(ChainedLog.open(ground, LogRules.calls(onFailure)));
  }

  /** Keeps an event. {@inheritDoc} */
  @Override
  public void record(AuditEvent event) {
    log.append(EventLines.of(event));
  }

  @Override
  public void requireReady() {
    log.requireReady();
  }

  @Override
  public void close() {
    log.close();
  }
}
