package dev.coffer.kms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.kv.MemoryKv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes vectors/audit-log-v1 to the last bit. */
final class AuditLogVectors {
  private static final Instant OPENED = Instant.parse("2026-11-23T12:00:00Z");

  private final TreeMap<String, String> files = new TreeMap<>();

  /** A log of some files, each of some lines, and the head behind each line. */
  private static final class Written {
    private final Chain chain;
    final List<List<String>> files = new ArrayList<>();
    final List<LogHead> heads = new ArrayList<>();
    private Link link;
    private long sizeBytes;

    Written(String key, String installation) {
      var secret = new MacKey(Secret.of(HexFormat.of().parseHex(key)));
      this.chain = new Chain(secret, Bytes.ofHex(installation), "kms");
      this.link = chain.start();
    }

    Written file(String... names) {
      files.add(new ArrayList<>());
      sizeBytes = 0;
      write(ServiceLines.file(chain, files.size(), link, OPENED).toUtf8());
      for (String name : names) {
        write("{\"eventVersion\":\"1.08\",\"eventName\":\"" + name + "\"}");
      }
      return this;
    }

    private void write(String object) {
      var out = new ByteArrayOutputStream();
      link = chain.write(link, object.getBytes(UTF_8), out);
      sizeBytes += out.size();
      files.getLast().add(out.toString(UTF_8));
      heads.add(new LogHead(files.size(), sizeBytes, link));
    }

    String head(int line) {
      var row = new HeadRow(new MemoryKv(), Logs.INDEX, chain);
      return row.encode(heads.get(line - 1)).toHex();
    }
  }

  /** Three files: lines 1 to 3, 4 to 6, 7 and 8. */
  private static Written log() {
    return new Written(Logs.KEY, Logs.HERE)
        .file("CreateKey", "Encrypt")
        .file("Decrypt", "DisableKey")
        .file("EnableKey");
  }

  /** Every vector by its name. */
  static Map<String, String> files() {
    var vectors = new AuditLogVectors();
    vectors.intact();
    vectors.lines();
    vectors.whole();
    vectors.heads();
    vectors.others();
    return vectors.files;
  }

  private void intact() {
    add("intact", "intact", log(), log().head(8));
    add("behind_head", "intact", log(), log().head(5));
    add("nothing", "intact", new Written(Logs.KEY, Logs.HERE), "none");
  }

  private void lines() {
    Written changed = log();
    changed.files.get(1).set(1, changed.files.get(1).get(1).replace("Decrypt", "Encrypt"));
    add("line_changed", "LINE_CHANGED kms-00000002.jsonl 2", changed, log().head(8));
    Written removed = log();
    removed.files.get(1).remove(1);
    add("line_removed", "LINES_MISSING kms-00000002.jsonl 2", removed, log().head(8));
    Written swapped = log();
    swapped.files.get(1).add(1, swapped.files.get(1).remove(2));
    add("lines_swapped", "LINES_MISSING kms-00000002.jsonl 2", swapped, log().head(8));
    Written repeated = log();
    repeated.files.get(1).add(repeated.files.get(1).get(2));
    add("line_repeated", "LINE_MOVED kms-00000002.jsonl 4", repeated, log().head(8));
    Written added = log();
    added.files.get(1).add(1, "{\"eventName\":\"Decrypt\"}\n");
    add("line_added", "NO_LINE kms-00000002.jsonl 2", added, log().head(8));
    Written torn = log();
    torn.files.get(2).add("{\"eventVersion\":\"1.08\",\"ev");
    add("line_torn", "NO_LINE kms-00000003.jsonl 3", torn, log().head(8));
    Written headless = log();
    headless.files.get(1).remove(0);
    add("no_header", "NO_HEADER kms-00000002.jsonl 1", headless, log().head(8));
    Written version = log();
    version
        .files
        .get(0)
        .set(0, version.files.get(0).get(0).replace("\"version\":1", "\"version\":2"));
    add("version_2", "NO_HEADER kms-00000001.jsonl 1", version, log().head(8));
  }

  private void whole() {
    Written cut = log();
    cut.files.get(2).remove(1);
    add("cut", "CUT kms-00000003.jsonl 0", cut, log().head(8));
    Written middle = log();
    middle.files.get(1).clear();
    add("middle_file_missing", "FILE_MISSING kms-00000002.jsonl 0", middle, log().head(8));
    Written first = log();
    first.files.get(0).clear();
    add("first_file_missing", "FILE_MISSING kms-00000001.jsonl 0", first, log().head(8));
    Written last = log();
    last.files.get(2).clear();
    add("last_file_missing", "FILE_MISSING kms-00000003.jsonl 0", last, log().head(8));
  }

  private void heads() {
    String head = log().head(8);
    String changed =
        head.substring(0, 20) + (head.charAt(20) == '0' ? '1' : '0') + head.substring(21);
    add("head_changed", "HEAD_NOT_AUTHENTIC  0", log(), changed);
    add("head_missing", "HEAD_MISSING  0", log(), "none");
    Written longer =
        new Written(Logs.KEY, Logs.HERE).file("CreateKey", "Encrypt", "Decrypt").file("ListKeys");
    add("other_history", "NOT_THE_KEPT_LINE kms-00000002.jsonl 1", log(), atFourth(longer));
  }

  /** Two authentic histories with the same key: the store has kept the one that is not there. */
  private static String atFourth(Written longer) {
    return longer.head(4);
  }

  private void others() {
    Written key = new Written("12".repeat(32), Logs.HERE).file("CreateKey");
    add("other_key", "LINE_CHANGED kms-00000001.jsonl 1", key, log().head(2));
    Written installation = new Written(Logs.KEY, "23".repeat(16)).file("CreateKey");
    add(
        "other_installation",
        "OTHER_INSTALLATION kms-00000001.jsonl 1",
        installation,
        log().head(2));
  }

  private void add(String name, String expect, Written log, String head) {
    var text = new StringBuilder();
    text.append("expect: ").append(expect).append('\n');
    text.append("key: ").append(Logs.KEY).append('\n');
    text.append("installation-id: ").append(Logs.HERE).append('\n');
    text.append("head: ").append(head).append("\n\n");
    for (int number = 1; number <= log.files.size(); number++) {
      List<String> lines = log.files.get(number - 1);
      if (!lines.isEmpty()) {
        text.append(">>> ").append(new LogName("kms", number)).append('\n');
        lines.forEach(text::append);
      }
    }
    files.put(name, text.toString());
  }

  static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("vectors"))) {
      here = here.getParent();
    }
    return here.resolve("vectors/audit-log-v1");
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    Files.createDirectories(directory());
    for (var file : files().entrySet()) {
      Files.writeString(directory().resolve(file.getKey()), file.getValue());
    }
  }
}
