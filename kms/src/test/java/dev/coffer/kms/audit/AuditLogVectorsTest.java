package dev.coffer.kms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of vectors/audit-log-v1: each log is intact or broken where its file says. */
final class AuditLogVectorsTest {
  static List<Path> vectors() throws IOException {
    try (Stream<Path> files = Files.list(AuditLogVectors.directory())) {
      return files.sorted().toList();
    }
  }

  @Test
  void theDirectoryIsWhatTheGeneratorMakes() throws IOException {
    var found = new TreeMap<String, String>();
    for (Path file : vectors()) {
      found.put(file.getFileName().toString(), Files.readString(file));
    }
    assertThat(found).isEqualTo(AuditLogVectors.files());
  }

  @Test
  void theDocumentNamesTheVersionAndEveryVector() throws IOException {
    String name = "../../docs/formats/audit-log-v" + Chain.VERSION + ".md";
    String document = Files.readString(AuditLogVectors.directory().resolve(name));
    assertThat(document).startsWith("# Audit log, version " + Chain.VERSION + "\n");
    assertThat(AuditLogVectors.files().keySet())
        .allSatisfy(vector -> assertThat(document).contains("`" + vector + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theLogIsReadAsItSays(Path file, @TempDir Path folder) throws IOException {
    String[] parts = Files.readString(file).split("\n\n", 2);
    Map<String, String> lines = new HashMap<>();
    for (String line : parts[0].split("\n", -1)) {
      String[] field = line.split(": ", 2);
      lines.put(field[0], field[1]);
    }
    for (String each : parts[1].split(">>> ", -1)) {
      if (!each.isEmpty()) {
        int newline = each.indexOf('\n');
        Files.writeString(folder.resolve(each.substring(0, newline)), each.substring(newline + 1));
      }
    }
    Logs logs = new Logs(folder);
    String head = lines.getOrDefault("head", "");
    if (!head.equals("none")) {
      logs.store.commit(
          Commit.in(Logs.INDEX, Bytes.utf8("audit-log"))
              .put(Bytes.utf8("kms"), Bytes.fromHex(head))
              .build());
    }
    var ground =
        logs.ground(lines.getOrDefault("key", ""), lines.getOrDefault("installation-id", ""));
    Verified verified = new AuditFiles(ground).verify("kms", Question.WHOLE);
    Break broken = verified.broken();
    assertThat(
            broken == null ? "intact" : broken.kind() + " " + broken.file() + " " + broken.line())
        .isEqualTo(lines.get("expect"));
  }
}
