package dev.coffer.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often the key service was called for a key, allowed or refused, as its audit log has it: a
 * line is there before its call is answered. Source: docs/formats/audit-log-v1.md.
 */
record KeyCalls(StartedServer server, String keyArn) {
  long made() {
    return count("GenerateDataKey");
  }

  long opened() {
    return count("Decrypt");
  }

  private long count(String operation) {
    try (Stream<Path> files = Files.list(server.data().resolve("audit"))) {
      List<Path> logs =
          files.filter(file -> String.valueOf(file.getFileName()).startsWith("kms-")).toList();
      long count = 0;
      for (Path log : logs) {
        try (Stream<String> lines = Files.lines(log)) {
          count += lines.filter(line -> tells(line, operation)).count();
        }
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean tells(String line, String operation) {
    return line.contains("\"eventName\":\"" + operation + "\"") && line.contains(keyArn);
  }
}
