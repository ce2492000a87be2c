package dev.coffer.kms.audit;

import dev.coffer.storage.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a log when it is opened.
 *
 * <p>The head that was kept may be behind: lines that follow it authentically are the log's. What
 * follows no line is set aside under another name, whatever it is: a line that a crash tore, or
 * what somebody wrote. When the head's own line is not there, what is there stays as it is, and the
 * log goes on after the head, so that the hole remains to be seen.
 */
final class LogOpening {
  private final Chain chain;
  private final LogFolder folder;
  private final List<String> setAside = new ArrayList<>();
  private final List<String> found = new ArrayList<>();

  LogOpening(Chain chain, LogFolder folder) {
    this.chain = chain;
    this.folder = folder;
  }

  /**
   * Where the log goes on.
   *
   * @param highest number of the last file that is there
   * @param notes lines to be written first
   * @param sentences the same for the operator
   */
  record Found(LogHead from, long highest, List<Bytes> notes, List<String> sentences) {}

  Found find(Optional<LogHead> kept) throws IOException {
    List<Long> numbers = folder.numbers(chain.stream());
    LogHead head = kept.orElse(new LogHead(0, 0, chain.start()));
    LogHead end = head;
    if (holds(head)) {
      end = follow(head, numbers);
      if (kept.isEmpty() && !numbers.isEmpty()) {
        found.add("lines were there, but no head of them in the store");
      }
      clear(end, numbers);
    } else {
      found.add(
          "line %d, the last one that was kept, is not in %s"
              .formatted(head.link().sequence(), new LogName(chain.stream(), head.file())));
    }
    return found(end);
  }

  private Found found(LogHead end) throws IOException {
    List<Long> left = folder.numbers(chain.stream());
    long highest = Math.max(end.file(), left.isEmpty() ? 0 : left.getLast());
    List<Bytes> notes =
        found.stream().map(each -> ServiceLines.recovered(each, List.copyOf(setAside))).toList();
    return new Found(end, highest, notes, List.copyOf(found));
  }

  /** Whether the head's own line is where the head says. */
  private boolean holds(LogHead head) throws IOException {
    if (head.file() == 0) {
      return true;
    }
    var name = new LogName(chain.stream(), head.file());
    if (folder.sizeBytes(name) < head.sizeBytes()) {
      return false;
    }
    byte[] line = lastLine(name, head.sizeBytes());
    return line != null
        && Chain.sequence(line).orElse(-1) == head.link().sequence()
        && Chain.mac(line).equals(head.link().mac());
  }

  /** The line that ends before a position; null when none does. */
  private byte @Nullable [] lastLine(LogName name, long endByte) throws IOException {
    long from = Math.max(0, endByte - LineReader.MAX_LINE);
    try (var in = folder.read(name, from)) {
      byte[] read = in.readNBytes((int) (endByte - from));
      int end = read.length - 1;
      if (end < 0 || read[end] != '\n') {
        return null;
      }
      int begin = end;
      while (begin > 0 && read[begin - 1] != '\n') {
        begin--;
      }
      return Arrays.copyOfRange(read, begin, end);
    }
  }

  /** Goes on from a head as far as authentic lines follow, file after file. */
  private LogHead follow(LogHead head, List<Long> numbers) throws IOException {
    LogHead end = head.file() == 0 ? head : followIn(head);
    for (long next = end.file() + 1; numbers.contains(next); next++) {
      LogHead further = followIn(new LogHead(next, 0, end.link()));
      if (further.sizeBytes() == 0) {
        break;
      }
      end = further;
    }
    return end;
  }

  private LogHead followIn(LogHead from) throws IOException {
    var name = new LogName(chain.stream(), from.file());
    try (var lines = new LineReader(folder.read(name, from.sizeBytes()))) {
      LogHead end = from;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        Optional<Link> next = chain.follow(end.link(), line);
        if (next.isEmpty()) {
          break;
        }
        end = new LogHead(from.file(), from.sizeBytes() + lines.readBytes(), next.get());
      }
      return end;
    }
  }

  /** Sets aside what stands behind the end. */
  private void clear(LogHead end, List<Long> numbers) throws IOException {
    if (end.file() > 0) {
      clearBehind(end);
    }
    for (long number : numbers) {
      if (number > end.file()) {
        var name = new LogName(chain.stream(), number);
        boolean empty = folder.sizeBytes(name) == 0;
        setAside.add(folder.putAway(name));
        if (!empty) {
          found.add("the lines of " + name + " follow no line");
        }
      }
    }
  }

  private void clearBehind(LogHead end) throws IOException {
    var name = new LogName(chain.stream(), end.file());
    if (folder.sizeBytes(name) > end.sizeBytes()) {
      setAside.add(folder.setAside(name, end.sizeBytes()));
      found.add("behind line %d in %s stood no line".formatted(end.link().sequence(), name));
      try (LogFolder.LogFile file = folder.open(name)) {
        file.truncate(end.sizeBytes());
        file.sync();
      }
    }
  }
}
