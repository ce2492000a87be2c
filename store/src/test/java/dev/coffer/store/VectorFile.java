package dev.coffer.store;

import dev.coffer.storage.Bytes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A vector: lines of {@code name: value}, an empty line, and bytes. */
public record VectorFile(String name, Map<String, String> lines, Bytes body) {
  public VectorFile {
    lines = new TreeMap<>(lines);
  }

  public static VectorFile decode(String name, Bytes file) {
    int end = 0;
    while (file.at(end) != '\n' || file.at(end + 1) != '\n') {
      end++;
    }
    Map<String, String> lines = new TreeMap<>();
    for (String line : file.slice(0, end).toUtf8().split("\n", -1)) {
      int colon = line.indexOf(": ");
      lines.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return new VectorFile(name, lines, file.slice(end + 2, file.size()));
  }

  public Bytes encode() {
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return Bytes.utf8(text.append('\n').toString()).concat(body);
  }

  public String line(String key) {
    return Objects.requireNonNull(lines.get(key), key);
  }

  public Bytes hex(String key) {
    return Bytes.fromHex(line(key));
  }

  @Override
  public String toString() {
    return name;
  }
}
