package dev.coffer.kms.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from its first file to its end and finds the first break. For one thread and one use.
 *
 * <p>Changes nothing; a log that is being written is read up to the head that is given. Source:
 * docs/formats/audit-log-v1.md §6.
 */
final class Verification {
  private static final byte[] GAP = "{\"record\":\"gap\"".getBytes(US_ASCII);
  private static final byte[] RECOVERED = "{\"record\":\"recovered\"".getBytes(US_ASCII);

  private final LogFolder folder;
  private final Chain chain;
  private final Question question;
  private final boolean running;
  private final LogHead head;
  private @Nullable Link link;
  private boolean headSeen;
  private boolean included;
  private long files;
  private long lines;
  private long gaps;
  private long recoveries;

  private Verification(
      LogFolder folder, Chain chain, Question question, LogHead head, boolean running) {
    this.folder = folder;
    this.chain = chain;
    this.question = question;
    this.head = head;
    this.running = running;
    this.headSeen = head.link().sequence() == 0;
    this.included = question.includes() == null;
  }

  /** Stops at the first break. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Break at;

    Broken(Break at) {
      super(at.sentence());
      this.at = at;
    }
  }

  /** Verifies a log that nobody writes, against the head that the store keeps. */
  static Verified atRest(LogGround ground, String stream, Question question) {
    var folder = new DiskFolder(ground.folder());
    try {
      Optional<LogHead> kept = ground.head(stream).find();
      if (kept.isEmpty() && !folder.numbers(stream).isEmpty()) {
        return unread(stream, Break.Kind.HEAD_MISSING, "the store keeps no head of this log");
      }
      Chain chain = ground.chain(stream);
      LogHead head = kept.orElse(new LogHead(0, 0, chain.start()));
      return new Verification(folder, chain, question, head, false).read();
    } catch (Corrupt e) {
      return unread(stream, Break.Kind.HEAD_NOT_AUTHENTIC, e.text());
    } catch (IOException e) {
      throw new Unavailable("a log cannot be read", e).with("stream", stream);
    }
  }

  /** Verifies a log that is being written, up to its head of now. */
  static Verified upTo(LogHead head, LogFolder folder, Chain chain, Question question) {
    try {
      return new Verification(folder, chain, question, head, true).read();
    } catch (IOException e) {
      throw new Unavailable("a log cannot be read", e).with("stream", chain.stream());
    }
  }

  private static Verified unread(String stream, Break.Kind kind, String sentence) {
    return new Verified(stream, 0, 0, 0, 0, null, new Break("", 0, kind, sentence));
  }

  private Verified read() throws IOException {
    Break broken = null;
    try {
      readAll();
    } catch (Broken e) {
      broken = e.at;
    }
    return new Verified(chain.stream(), files, lines, gaps, recoveries, link, broken);
  }

  private void readAll() throws IOException, Broken {
    List<Long> numbers = folder.numbers(chain.stream());
    long last = head.file();
    if (!running && !numbers.isEmpty()) {
      last = Math.max(last, numbers.getLast());
    }
    for (long number = question.fromFile(); number <= last; number++) {
      var name = new LogName(chain.stream(), number);
      if (!numbers.contains(number)) {
        throw broken(name, 0, Break.Kind.FILE_MISSING, "this file is missing");
      }
      files++;
      try (var reader = new LineReader(folder.read(name, 0))) {
        readFile(name, reader);
      }
    }
    requireEnd(new LogName(chain.stream(), last));
  }

  private void readFile(LogName name, LineReader reader) throws IOException, Broken {
    byte[] first = reader.next();
    if (first == null) {
      throw broken(name, 1, Break.Kind.NO_HEADER, "this file has no first line");
    }
    Link before = before(name, first);
    follow(name, 1, before, first);
    long number = 1;
    while (!done(name, reader)) {
      byte[] line = reader.next();
      if (line == null) {
        break;
      }
      number++;
      follow(name, number, link == null ? before : link, line);
    }
    if (!done(name, reader) && reader.rest()) {
      throw broken(name, number + 1, Break.Kind.NO_LINE, "no whole line stands here");
    }
  }

  /** Whether a log that is being written is not to be read further. */
  private boolean done(LogName name, LineReader reader) {
    return running && name.number() == head.file() && reader.readBytes() >= head.sizeBytes();
  }

  /** The link that the first line of a file must follow. */
  private Link before(LogName name, byte[] line) throws Broken {
    FileHeader header =
        FileHeader.parse(line)
            .filter(each -> each.stream().equals(name.stream()) && each.file() == name.number())
            .orElse(null);
    if (header == null) {
      throw broken(name, 1, Break.Kind.NO_HEADER, "this is not the line that opens this file");
    }
    if (!header.installation().equals(chain.installation().toString())) {
      throw broken(
          name,
          1,
          Break.Kind.OTHER_INSTALLATION,
          "this is a log of the installation " + header.installation());
    }
    if (link != null) {
      return link;
    }
    return name.number() == 1
        ? chain.start()
        : new Link(Chain.sequence(line).orElse(1) - 1, header.previous());
  }

  private void follow(LogName name, long number, Link before, byte[] line) throws Broken {
    Link next = chain.follow(before, line).orElse(null);
    if (next == null) {
      throw wrong(name, number, before, line);
    }
    link = next;
    lines++;
    gaps += startsWith(line, GAP) ? 1 : 0;
    recoveries += startsWith(line, RECOVERED) ? 1 : 0;
    if (next.sequence() == head.link().sequence()) {
      headSeen = true;
      requireSame(name, number, next, head.link(), Break.Kind.NOT_THE_KEPT_LINE);
    }
    Link asked = question.includes();
    if (asked != null && next.sequence() == asked.sequence()) {
      included = true;
      requireSame(name, number, next, asked, Break.Kind.NOT_INCLUDED);
    }
  }

  private static void requireSame(
      LogName name, long number, Link found, Link wanted, Break.Kind kind) throws Broken {
    if (!found.equals(wanted)) {
      throw broken(
          name,
          number,
          kind,
          "line %d of the log is authentic, but not the one that was wanted"
              .formatted(found.sequence()));
    }
  }

  private static Broken wrong(LogName name, long number, Link before, byte[] line) {
    OptionalLong claimed = Chain.sequence(line);
    if (claimed.isEmpty()) {
      return broken(name, number, Break.Kind.NO_LINE, "this has not the shape of a line");
    }
    long wanted = before.sequence() + 1;
    if (claimed.getAsLong() > wanted) {
      return broken(
          name,
          number,
          Break.Kind.LINES_MISSING,
          "lines %d to %d of the log, which stood before this one, are missing"
              .formatted(wanted, claimed.getAsLong() - 1));
    }
    if (claimed.getAsLong() < wanted) {
      return broken(
          name,
          number,
          Break.Kind.LINE_MOVED,
          "this says it is line %d of the log, in the place of %d"
              .formatted(claimed.getAsLong(), wanted));
    }
    return broken(
        name,
        number,
        Break.Kind.LINE_CHANGED,
        "this line, or the one before it, was changed, or this is not the key of this log");
  }

  private void requireEnd(LogName name) throws Broken {
    if (!headSeen && reaches(head.link())) {
      throw broken(
          name,
          0,
          Break.Kind.CUT,
          "the log ends at line %d, but the store knows of line %d"
              .formatted(link == null ? 0 : link.sequence(), head.link().sequence()));
    }
    if (!included) {
      throw broken(name, 0, Break.Kind.NOT_INCLUDED, "the line that was asked for is not there");
    }
  }

  /** A head before the first file that is read says nothing. */
  private boolean reaches(Link wanted) {
    return link == null || link.sequence() < wanted.sequence() || question.fromFile() == 1;
  }

  private static boolean startsWith(byte[] line, byte[] text) {
    return line.length >= text.length && Arrays.equals(line, 0, text.length, text, 0, text.length);
  }

  private static Broken broken(LogName name, long line, Break.Kind kind, String sentence) {
    return new Broken(new Break(name.toString(), line, kind, sentence));
  }
}
