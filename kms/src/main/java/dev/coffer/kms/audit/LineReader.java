package dev.coffer.kms.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines that end with a newline, up to {@value #MAX_LINE} bytes each. For one thread. */
final class LineReader implements AutoCloseable {
  static final int MAX_LINE = 1 << 20;
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long readBytes;
  private boolean rest;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its newline; null when no whole line is left. */
  byte @Nullable [] next() throws IOException {
    var line = new ByteArrayOutputStream(1024);
    while (fill()) {
      int newline = at;
      while (newline < end && buffer[newline] != '\n') {
        newline++;
      }
      line.write(buffer, at, newline - at);
      if (line.size() > MAX_LINE) {
        break;
      }
      if (newline < end) {
        at = newline + 1;
        readBytes += line.size() + 1L;
        return line.toByteArray();
      }
      at = end;
    }
    rest = line.size() > 0;
    return null;
  }

  /** Bytes of the lines that were returned, newlines included. */
  long readBytes() {
    return readBytes;
  }

  /** After the last line: whether bytes stand behind it that are no line. */
  boolean rest() {
    return rest;
  }

  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = Math.max(in.read(buffer), 0);
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
