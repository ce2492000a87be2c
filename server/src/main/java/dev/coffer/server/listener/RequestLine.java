package dev.coffer.server.listener;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The first line of a request: a method, one space, a target, one space, {@code HTTP/} and two
 * digits with a dot between them (RFC 9112 §3). Netty takes tabs, several blanks and other letters
 * for the same, as some servers do and others do not.
 *
 * <p>A line that is too long is well-formed here: it has a refusal of its own.
 */
final class RequestLine {
  private static final byte[] PROTOCOL = " HTTP/".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_BYTES = PROTOCOL.length + 3;

  private RequestLine() {}

  /**
   * Judges the line from the buffer's reading position.
   *
   * @param end where its LF stands
   */
  static boolean isWellFormed(ByteBuf buffer, int end) {
    int start = buffer.readerIndex();
    int version = end - 1 - VERSION_BYTES;
    int space = buffer.indexOf(start, end, (byte) ' ');
    return version > space + 1
        && space > start
        && buffer.getByte(end - 1) == '\r'
        && isVersion(buffer, version)
        && isVisible(buffer, start, space)
        && isVisible(buffer, space + 1, version);
  }

  private static boolean isVersion(ByteBuf buffer, int at) {
    for (int i = 0; i < PROTOCOL.length; i++) {
      if (buffer.getByte(at + i) != PROTOCOL[i]) {
        return false;
      }
    }
    int digits = at + PROTOCOL.length;
    return isDigit(buffer.getByte(digits))
        && buffer.getByte(digits + 1) == '.'
        && isDigit(buffer.getByte(digits + 2));
  }

  private static boolean isDigit(byte at) {
    return at >= '0' && at <= '9';
  }

  /** Bytes beyond ASCII may be: a target is often sent in raw UTF-8. */
  private static boolean isVisible(ByteBuf buffer, int start, int end) {
    return buffer.forEachByte(start, end - start, at -> (at & 0xff) > ' ' && at != 0x7f) < 0;
  }
}
