package dev.coffer.kms.audit;

/**
 * The trail in files: every event of the key service is durable, as one line of a {@link
 * ChainedLog}, before {@link #record} returns. Calls that come at the same time share the price of
 * a sync.
 */
public final class FileAuditTrail implements AuditTrail, AutoCloseable {
  private final ChainedLog log;
  private final EventLines.Source source;

  private FileAuditTrail(ChainedLog log, EventLines.Source source) {
    this.log = log;
    this.source = source;
  }

  /**
   * Opens the trail.
   *
   * @throws dev.coffer.storage.StorageFailure as {@link ChainedLog#open}
   */
  public static FileAuditTrail open(LogGround ground, OnFailure onFailure) {
    LogRules rules = LogRules.calls(onFailure);
    return new FileAuditTrail(ChainedLog.open(ground, rules), EventLines.Source.KMS);
  }

  /**
   * Opens a trail of key use by object, whose events are S3's and whose lines are gathered: {@link
   * #record} returns when a line is accepted, {@link LogRules#GATHER} before it is durable at most.
   *
   * @throws dev.coffer.storage.StorageFailure as {@link ChainedLog#open}
   */
  public static FileAuditTrail ofObjects(LogGround ground, OnFailure onFailure) {
    LogRules rules = LogRules.objects(onFailure);
    return new FileAuditTrail(ChainedLog.open(ground, rules), EventLines.Source.S3);
  }

  /** The log that the events stand in. */
  public ChainedLog log() {
    return log;
  }

  /** Keeps an event. {@inheritDoc} */
  @Override
  public void record(AuditEvent event) {
    log.append(EventLines.of(event, source));
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
