package dev.coffer.kms.audit;

import dev.coffer.kms.audit.LogFolder.LogFile;
import dev.coffer.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines at the end of a log, in a file of its own since it was opened and in a new one when
 * that is full or the day (UTC) is over. For one thread.
 *
 * <p>After an {@link IOException} {@link #rewind} must succeed before anything else is written;
 * what was not synced is gone then.
 */
final class LogAppender implements AutoCloseable {
  private final Chain chain;
  private final LogFolder folder;
  private final InstantSource clock;
  private final long maxFileBytes;
  private long highest;
  private @Nullable LogFile file;
  private LocalDate day = LocalDate.MIN;
  private LogHead at;
  private LogHead synced;

  /**
   * Opens nothing yet.
   *
   * @param highest number of the last file that is there
   */
  LogAppender(
      Chain chain,
      LogFolder folder,
      InstantSource clock,
      long maxFileBytes,
      LogHead from,
      long highest) {
    this.chain = chain;
    this.folder = folder;
    this.clock = clock;
    this.maxFileBytes = maxFileBytes;
    this.at = from;
    this.synced = from;
    this.highest = highest;
  }

  /** Where the log has durably got to. */
  LogHead synced() {
    return synced;
  }

  /** Writes lines, if any, which are durable only after {@link #sync}; opens a file if none is. */
  void append(List<Bytes> objects) throws IOException {
    Instant now = clock.instant();
    LogFile open = file;
    if (open == null || at.sizeBytes() >= maxFileBytes || !dayOf(now).equals(day)) {
      open = roll(now);
    }
    if (objects.isEmpty()) {
      return;
    }
    var lines = new ByteArrayOutputStream();
    Link link = at.link();
    for (Bytes object : objects) {
      link = chain.write(link, object.toByteArray(), lines);
    }
    open.write(lines.toByteArray(), at.sizeBytes());
    at = new LogHead(at.file(), at.sizeBytes() + lines.size(), link);
  }

  void sync() throws IOException {
    LogFile open = file;
    if (open != null && !at.equals(synced)) {
      open.sync();
      synced = at;
    }
  }

  /** Cuts off what was written and not synced, or written in part. */
  void rewind() throws IOException {
    at = synced;
    LogFile open = file;
    if (open != null) {
      open.truncate(synced.sizeBytes());
      open.sync();
    }
  }

  /** Begins the next file; one that a failure left half made is made anew. */
  private LogFile roll(Instant now) throws IOException {
    sync();
    close();
    long number = highest + 1;
    LogFile next = folder.open(new LogName(chain.stream(), number));
    boolean begun = false;
    try {
      var header = new ByteArrayOutputStream();
      Bytes object = ServiceLines.file(chain, number, at.link(), now);
      Link link = chain.write(at.link(), object.toByteArray(), header);
      next.truncate(0);
      next.write(header.toByteArray(), 0);
      next.sync();
      at = new LogHead(number, header.size(), link);
      begun = true;
    } finally {
      if (!begun) {
        next.close();
      }
    }
    synced = at;
    file = next;
    highest = number;
    day = dayOf(now);
    return next;
  }

  private static LocalDate dayOf(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  @Override
  public void close() throws IOException {
    LogFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
