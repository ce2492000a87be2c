package dev.coffer.store.logging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one bucket that become one log object, in the order in which their requests ended.
 *
 * @param day of all of the requests, where the keys of log objects are formed by it; else null
 */
public record LogBatch(Logged logged, @Nullable LocalDate day, List<String> lines) {
  public LogBatch {
    lines = List.copyOf(lines);
  }

  /** The object's content: a line for each record. */
  public byte[] content() {
    var content = new ByteArrayOutputStream();
    for (String line : lines) {
      content.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
      content.write('\n');
    }
    return content.toByteArray();
  }

  /** The same records in pieces, none of which is larger unless it is a single record. */
  List<LogBatch> cut(long maxBytes) {
    List<LogBatch> pieces = new ArrayList<>();
    List<String> piece = new ArrayList<>();
    long bytes = 0;
    for (String line : lines) {
      if (!piece.isEmpty() && bytes + line.length() + 1 > maxBytes) {
        pieces.add(new LogBatch(logged, day, piece));
        piece = new ArrayList<>();
        bytes = 0;
      }
      piece.add(line);
      bytes += line.length() + 1;
    }
    pieces.add(new LogBatch(logged, day, piece));
    return pieces;
  }
}
