package dev.coffer.storage.kv;

import dev.coffer.storage.Corrupt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Finds out whether acknowledged commits are missing in RocksDB's logs, which RocksDB would pass
 * over without a word. Source: docs/decisions/0047-damaged-logs-of-rows.md.
 *
 * <p>A log is blocks of 32 KiB; in them fragments of records, each with a masked CRC-32C, a length
 * and a type before it. A record is a batch and begins with its sequence and its count, both with
 * the lowest byte first; the next batch has the sum of them as its sequence.
 */
final class LogCheck {
  private static final int BLOCK_BYTES = 32 * 1024;
  private static final int HEADER_BYTES = 7;
  private static final int BATCH_HEADER_BYTES = 12;
  private static final int CRC_ROTATION = 15;
  private static final int CRC_DELTA = 0xa282ead8;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;

  /** The sequences of the newest commits in the logs, back to the last gap between them. */
  record Span(long first, long last) {}

  /** The sequence of the first batch that begins behind the last gap. */
  private OptionalLong begun = OptionalLong.empty();

  /** The sequence that follows the last whole batch. */
  private OptionalLong due = OptionalLong.empty();

  /** The same for a batch whose last fragment has not come yet. */
  private OptionalLong pending = OptionalLong.empty();

  /** Whether something was not intact since the last batch began. */
  private boolean bad;

  private LogCheck() {}

  /**
   * Reads all logs in a folder of rows, also such as are in the tables by now and were not removed.
   *
   * @return empty when there is no commit in them
   * @throws Corrupt when a commit is missing between two that are there
   */
  static Optional<Span> require(Path rows) throws IOException {
    var check = new LogCheck();
    for (Path log : logs(rows)) {
      check.read(log);
    }
    return check.due.isPresent()
        ? Optional.of(new Span(check.begun.getAsLong(), check.due.getAsLong() - 1))
        : Optional.empty();
  }

  private static List<Path> logs(Path rows) throws IOException {
    if (!Files.isDirectory(rows)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(rows)) {
      // Numbers of six digits or more, each greater than those before.
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{6,18}\\.log"))
          .sorted((a, b) -> Long.compare(number(a), number(b)))
          .toList();
    }
  }

  private static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private void read(Path log) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
    boolean first = true;
    int at = 0;
    while (at + HEADER_BYTES <= bytes.limit()) {
      int end = Math.min(at - at % BLOCK_BYTES + BLOCK_BYTES, bytes.limit());
      if (end - at < HEADER_BYTES) {
        at = end;
      } else if (intact(bytes, at, end)) {
        take(log, bytes, at, first);
        at += HEADER_BYTES + length(bytes, at);
        first = false;
      } else {
        bad = true;
        pending = OptionalLong.empty();
        at = after(bytes, at, end);
        first = false;
      }
    }
  }

  /** The next place in the block where a fragment is intact, or the block's end. */
  private static int after(ByteBuffer bytes, int bad, int end) {
    for (int at = bad + 1; at + HEADER_BYTES <= end; at++) {
      if (intact(bytes, at, end)) {
        return at;
      }
    }
    return end;
  }

  private static int length(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at + Integer.BYTES));
  }

  private static int type(ByteBuffer bytes, int at) {
    return bytes.get(at + Integer.BYTES + Short.BYTES);
  }

  private static boolean intact(ByteBuffer bytes, int at, int end) {
    int type = type(bytes, at);
    int length = length(bytes, at);
    if (type < FULL || type > LAST || length > end - at - HEADER_BYTES) {
      return false;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.slice(at + HEADER_BYTES - 1, length + 1));
    int masked = Integer.rotateRight((int) sum.getValue(), CRC_ROTATION) + CRC_DELTA;
    return masked == bytes.getInt(at);
  }

  private void take(Path log, ByteBuffer bytes, int at, boolean first) {
    switch (type(bytes, at)) {
      case FULL -> {
        due = begin(log, bytes, at, first);
        pending = OptionalLong.empty();
      }
      case FIRST -> pending = begin(log, bytes, at, first);
      case LAST -> {
        if (pending.isPresent()) {
          due = pending;
          pending = OptionalLong.empty();
        }
      }
      default -> {
        // A fragment in the middle says nothing of its batch.
      }
    }
  }

  /** A batch begins: the answer is the sequence that follows it. */
  private OptionalLong begin(Path log, ByteBuffer bytes, int at, boolean first) {
    ByteBuffer header = header(bytes, at);
    if (header.limit() < BATCH_HEADER_BYTES) {
      bad = true; // Cut off before it could say what it is.
      return OptionalLong.empty();
    }
    long sequence = header.getLong(0);
    if (bad && missing(sequence, first)) {
      throw new Corrupt("the log of rows is damaged, and commits in it are lost")
          .with("file", log.getFileName())
          .with("before byte", at);
    }
    if (begun.isEmpty() || (due.isPresent() && due.getAsLong() < sequence)) {
      begun = OptionalLong.of(sequence); // What is before a gap may be in the tables, or lost.
    }
    bad = false;
    int count = header.getInt(Long.BYTES);
    return OptionalLong.of(sequence + Integer.toUnsignedLong(count));
  }

  /** The first bytes of a batch; at the end of a block the rest of them is in the next fragment. */
  private static ByteBuffer header(ByteBuffer bytes, int at) {
    int here = Math.min(length(bytes, at), BATCH_HEADER_BYTES);
    ByteBuffer header = ByteBuffer.allocate(BATCH_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(bytes.slice(at + HEADER_BYTES, here));
    int next = at + HEADER_BYTES + length(bytes, at);
    int end = Math.min(next - next % BLOCK_BYTES + BLOCK_BYTES, bytes.limit());
    if (header.hasRemaining() && next + HEADER_BYTES <= end && intact(bytes, next, end)) {
      int there = Math.min(length(bytes, next), header.remaining());
      header.put(bytes.slice(next + HEADER_BYTES, there));
    }
    return header.flip();
  }

  /**
   * When nothing is known of before, what is bad in the same log can only be a lost commit; in an
   * earlier log it may be one that was cut off.
   */
  private boolean missing(long sequence, boolean first) {
    return due.isPresent() ? due.getAsLong() != sequence : !first;
  }
}
