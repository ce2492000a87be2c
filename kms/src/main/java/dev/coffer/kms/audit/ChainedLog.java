package dev.coffer.kms.audit;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.time.Duration;

/**
 * One stream of lines in files whose every line is chained to the one before, and whose head is
 * kept in the store, so that a line that was changed, removed, moved or cut off shows.
 *
 * <p>Life: safe for any number of threads; at most one log of a stream may be open on a folder.
 * Closing writes what is queued, keeps the head and ends the threads. Source:
 * docs/formats/audit-log-v1.md.
 */
public final class ChainedLog implements AutoCloseable {
  /** At most so often the head is kept; by so much and one commit it may be behind. */
  static final Duration PACE = Duration.ofMillis(20);

  private final OnFailure onFailure;
  private final Chain chain;
  private final LogFolder folder;
  private final HeadKeeper heads;
  private final LogWriter writer;

  private ChainedLog(
      OnFailure onFailure, Chain chain, LogFolder folder, HeadKeeper heads, LogWriter writer) {
    this.onFailure = onFailure;
    this.chain = chain;
    this.folder = folder;
    this.heads = heads;
    this.writer = writer;
  }

  /**
   * Opens a stream and goes on behind its last authentic line.
   *
   * @throws dev.coffer.storage.Corrupt when its head is not authentic
   * @throws Unavailable when its files cannot be read or the head not be kept
   */
  public static ChainedLog open(LogGround ground, LogRules rules) {
    try {
      return open(ground, rules, DiskFolder.make(ground.folder()));
    } catch (IOException e) {
      throw new Unavailable("a log cannot be opened", e).with("stream", rules.stream());
    }
  }

  static ChainedLog open(LogGround ground, LogRules rules, LogFolder folder) throws IOException {
    Chain chain = ground.chain(rules.stream());
    HeadRow row = ground.head(rules.stream());
    LogOpening.Found found = new LogOpening(chain, folder).find(row.find());
    found.sentences().forEach(each -> ground.alarm().raise(each, null));
    row.put(found.from());
    var heads = new HeadKeeper(row, found.from(), PACE, ground.alarm());
    var appender =
        new LogAppender(
            chain, folder, ground.clock(), rules.maxFileBytes(), found.from(), found.highest());
    var writer = new LogWriter(rules, appender, ground.clock(), ground.alarm(), heads::publish);
    heads.start();
    writer.start(found.notes());
    return new ChainedLog(rules.onFailure(), chain, folder, heads, writer);
  }

  /**
   * Keeps a line.
   *
   * @param object a JSON object that has members, in UTF-8 and on one line
   * @throws dev.coffer.storage.StorageFailure when it could not be kept
   */
  void append(Bytes object) {
    writer.append(object);
  }

  /** As {@link AuditTrail#requireReady}. */
  public void requireReady() {
    if (onFailure == OnFailure.REFUSE) {
      heads.requireKept();
      writer.requireReady();
    }
  }

  /** The last line that is durable. */
  public LogHead head() {
    return heads.newest();
  }

  /** Reads the log up to its last durable line, while it is being written. */
  public Verified verify(Question question) {
    return Verification.upTo(head(), folder, chain, question);
  }

  @Override
  public void close() {
    writer.close();
    heads.close();
  }
}
