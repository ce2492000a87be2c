package dev.coffer.kms.audit;

import java.time.Duration;

/**
 * How a log is kept.
 *
 * @param stream what its files are named after, and its chain is bound to
 * @param gather how long lines are gathered before they are written; zero: a line is durable before
 *     whoever gave it goes on, else it is at most so long in memory alone
 * @param maxFileBytes beyond which a new file is begun
 */
public record LogRules(String stream, Duration gather, long maxFileBytes, OnFailure onFailure) {
  /** Name of the stream of the key service's calls. */
  public static final String CALLS = "kms";

  /** Name of the stream of the objects whose keys were used. */
  public static final String OBJECTS = "objects";

  /** Size of a file beyond which the next one is begun. */
  public static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

  /** Of what gathers lines. */
  public static final Duration GATHER = Duration.ofMillis(100);

  /** The stream of the key service's calls: each line is durable before its call is answered. */
  public static LogRules calls(OnFailure onFailure) {
    return new LogRules(CALLS, Duration.ZERO, MAX_FILE_BYTES, onFailure);
  }

  /** The stream of the objects whose keys were used: lines are gathered. */
  public static LogRules objects(OnFailure onFailure) {
    return new LogRules(OBJECTS, GATHER, MAX_FILE_BYTES, onFailure);
  }

  boolean waits() {
    return gather.isZero();
  }
}
