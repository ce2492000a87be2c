package dev.coffer.iam.policy;

import java.nio.charset.StandardCharsets;

/** The size of a JSON value when written without white space, by which Amazon's limits count. */
final class JsonSize {
  private JsonSize() {}

  static int bytes(Json value) {
    return switch (value) {
      case Json.Text text -> text(text.value());
      case Json.Numeral number -> number.written().length();
      case Json.Truth truth -> truth.value() ? 4 : 5;
      case Json.Nothing _ -> 4;
      case Json.Array array -> {
        int size = 2 + Math.max(0, array.items().size() - 1);
        for (Json item : array.items()) {
          size += bytes(item);
        }
        yield size;
      }
      case Json.Members members -> {
        int size = 2 + Math.max(0, members.byName().size() - 1);
        for (var member : members.byName().entrySet()) {
          size += text(member.getKey()) + 1 + bytes(member.getValue());
        }
        yield size;
      }
    };
  }

  private static int text(String text) {
    int size = 2 + text.getBytes(StandardCharsets.UTF_8).length;
    for (int at = 0; at < text.length(); at++) {
      char here = text.charAt(at);
      if (here == '"' || here == '\\' || here == '\n' || here == '\r' || here == '\t') {
        size++;
      } else if (here < ' ') {
        size += 5;
      }
    }
    return size;
  }
}
