package dev.coffer.wire.form;

import dev.coffer.wire.http.MalformedMessage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header value of the shape {@code word; name=value; name="value"}, as Content-Type and
 * Content-Disposition have it. Word and names in lower case.
 *
 * <p>Inside quotes a backslash escapes a quotation mark and nothing else: browsers escape neither
 * it nor themselves, and some send whole paths ({@code C:\photo.jpg}) as file names.
 */
record Parameters(String word, Map<String, String> values) {
  Parameters {
    values = Map.copyOf(values);
  }

  @Nullable String find(String name) {
    return values.get(name);
  }

  /**
   * Reads a value to its end.
   *
   * @throws MalformedMessage when it has another shape or a name occurs twice
   */
  static Parameters parse(String text) {
    return new Reader(text).read();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Parameters read() {
      skipSpace();
      String word = token();
      var values = new HashMap<String, String>();
      for (skipSpace(); at < text.length(); skipSpace()) {
        expect(';');
        skipSpace();
        if (at < text.length() && text.charAt(at) != ';') {
          parameter(values);
        }
      }
      return new Parameters(word.toLowerCase(Locale.ROOT), values);
    }

    private void parameter(Map<String, String> values) {
      String name = token().toLowerCase(Locale.ROOT);
      expect('=');
      String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      if (values.put(name, value) != null) {
        throw new MalformedMessage("a parameter occurs twice");
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && "; \t=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (start == at) {
        throw new MalformedMessage("a name or value is missing");
      }
      return text.substring(start, at);
    }

    private String quoted() {
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.startsWith("\\\"", at)) {
          at++;
        }
        value.append(text.charAt(at));
      }
      expect('"');
      return value.toString();
    }

    private void expect(char c) {
      if (at >= text.length() || text.charAt(at) != c) {
        throw new MalformedMessage("expected " + c);
      }
      at++;
    }

    private void skipSpace() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }
  }
}
