package dev.coffer.server.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests in a row of bytes by the letter of RFC 9112, read a second time and without the
 * listener's code. It stops at the first byte that the grammar does not allow.
 */
final class PlainHttp {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern LINE =
      Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e\\x80-\\xff]+) HTTP/1\\.[01]");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \\t]*([^\\x00\\r\\n]*)", Pattern.DOTALL);
  private static final Pattern SIZE =
      Pattern.compile("0*([0-9A-Fa-f]{1,16})[ \\t]*(;[^\\x00\\r\\n]*)?", Pattern.DOTALL);

  private final String text;
  private int at;

  private PlainHttp(String text) {
    this.text = text;
  }

  /** What a request says; fields are {@code name=value}. */
  record Message(String method, String target, List<String> fields, String body) {}

  /** The requests that have come whole, of bytes as Latin-1. */
  static List<Message> read(String latin1) {
    var messages = new ArrayList<Message>();
    var plain = new PlainHttp(latin1);
    for (Message next = plain.next(); next != null; next = plain.next()) {
      messages.add(next);
    }
    return messages;
  }

  private Message next() {
    while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
      at++;
    }
    String first = line();
    Matcher line = LINE.matcher(first == null ? "" : first);
    if (!line.matches()) {
      return null;
    }
    var fields = new ArrayList<String>();
    for (String next = line(); !"".equals(next); next = line()) {
      Matcher field = FIELD.matcher(next == null ? "" : next);
      if (!field.matches()) {
        return null;
      }
      fields.add(field.group(1) + "=" + field.group(2).replaceFirst("[ \\t]+\\z", ""));
    }
    String body = body(fields);
    return body == null ? null : new Message(line.group(1), line.group(2), fields, body);
  }

  /** Up to the next CR LF, or null. */
  private String line() {
    int end = text.indexOf("\r\n", at);
    if (end < 0) {
      return null;
    }
    String line = text.substring(at, end);
    at = end + 2;
    return line;
  }

  private String body(List<String> fields) {
    List<String> lengths = values(fields, "content-length=");
    List<String> codings = values(fields, "transfer-encoding=");
    if (codings.isEmpty() && lengths.isEmpty()) {
      return "";
    }
    if (codings.equals(List.of("chunked")) && lengths.isEmpty()) {
      return chunks();
    }
    boolean one = codings.isEmpty() && lengths.size() == 1;
    return one && lengths.getFirst().matches("[0-9]{1,18}")
        ? take(Long.parseLong(lengths.getFirst()))
        : null;
  }

  private static List<String> values(List<String> fields, String name) {
    return fields.stream()
        .map(field -> field.toLowerCase(Locale.ROOT))
        .filter(field -> field.startsWith(name))
        .map(field -> field.substring(name.length()))
        .toList();
  }

  private String take(long count) {
    if (count > text.length() - at) {
      return null;
    }
    at += (int) count;
    return text.substring(at - (int) count, at);
  }

  private String chunks() {
    var body = new StringBuilder();
    while (true) {
      String line = line();
      Matcher size = SIZE.matcher(line == null ? "" : line);
      if (!size.matches()) {
        return null;
      }
      long count = Long.parseUnsignedLong(size.group(1), 16);
      if (count == 0) {
        return trailers() ? body.toString() : null;
      }
      String piece = count < 0 ? null : take(count);
      if (piece == null || !"\r\n".equals(take(2))) {
        return null;
      }
      body.append(piece);
    }
  }

  private boolean trailers() {
    String line = line();
    while (line != null && !line.isEmpty()) {
      line = line();
    }
    return line != null;
  }
}
