package dev.coffer.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files of secrets that somebody wrote: a line each, at most {@value #MAX_BYTES} bytes in all. */
final class SecretLines {
  static final int MAX_BYTES = 16 * 1024;

  private SecretLines() {}

  /** The first line as its bytes, whatever they are: decoding would make one of many. */
  static byte[] firstBytes(Path file) throws IOException {
    byte[] bytes = read(file);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    if (end == 0) {
      throw new IOException("the first line of " + file + " is empty");
    }
    return Arrays.copyOf(bytes, end);
  }

  static String first(Path file) throws IOException {
    return new String(firstBytes(file), StandardCharsets.UTF_8);
  }

  /** Every line that is not empty. */
  static List<String> all(Path file) throws IOException {
    return new String(read(file), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is longer than a file of secrets may be");
      }
      return bytes;
    }
  }
}
