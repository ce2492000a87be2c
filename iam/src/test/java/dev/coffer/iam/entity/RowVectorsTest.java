package dev.coffer.iam.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.identity.Installation;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of vectors/iam-rows-v1: each row is read as its first line says. */
final class RowVectorsTest {
  private static final Index INDEX = Installation.SYSTEM;
  private static final String ACCOUNT = "123456789012";
  private static final Instant THEN = Instant.parse("2026-11-24T10:20:30Z");
  private static final String TAIL = "A".repeat(17);
  private static final Attached OWN =
      new Attached("arn:aws:iam::123456789012:policy/own", "ANPA" + TAIL);
  private static final Holdings HOLDINGS =
      new Holdings(List.of(OWN), List.of(new Inline("see", 127)));
  private static final UserRow USER =
      new UserRow(
          new Naming("AIDA" + TAIL, "Alice", "/people/", THEN),
          HOLDINGS,
          OWN,
          List.of("AGPA" + TAIL),
          List.of(new KeyState("AKIAAAAAAAAAAAAAAAAA", true, THEN)));
  private static final GroupRow GROUP =
      new GroupRow(new Naming("AGPA" + TAIL, "readers", "/", THEN), HOLDINGS, 1);
  private static final RoleRow ROLE =
      new RoleRow(new Naming("AROA" + TAIL, "Auditor", "/", THEN), HOLDINGS, null, "Looks", 3600);
  private static final PolicyRow POLICY =
      new PolicyRow(
          new Naming("ANPA" + TAIL, "own", "/", THEN),
          THEN,
          null,
          1,
          2,
          List.of(new PolicyRow.Version(1, THEN), new PolicyRow.Version(2, THEN)));
  private static final String TEXT = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

  static List<Path> vectors() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.sorted().toList();
    }
  }

  @Test
  void theDirectoryIsWhatTheGeneratorMakes() throws IOException {
    var found = new TreeMap<String, String>();
    for (Path file : vectors()) {
      found.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    assertThat(found).isEqualTo(files());
  }

  @Test
  void theDocumentNamesTheVersionAndEveryVector() throws IOException {
    Path docs = directory().resolve("../../docs/formats/iam-rows-v" + Fields.VERSION + ".md");
    String document = Files.readString(docs);
    assertThat(document).startsWith("# Identity rows, version " + Fields.VERSION + "\n");
    assertThat(files().keySet())
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRowIsReadAsItSays(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int blank = new String(content, StandardCharsets.ISO_8859_1).indexOf("\n\n");
    String[] lines = new String(content, 0, blank, StandardCharsets.UTF_8).split("\n", -1);
    String expected = lines[0].substring("expect: ".length());
    String suffix = lines[1].substring("suffix: ".length());
    Rows rows = rowsWith(suffix, Bytes.copyOf(content, blank + 2, content.length));
    if (expected.equals("corrupt")) {
      assertThatThrownBy(() -> read(rows, suffix)).isInstanceOf(Corrupt.class);
    } else {
      assertThat(read(rows, suffix)).isEqualTo(expected);
    }
  }

  private static Rows rowsWith(String suffix, Bytes row) {
    KvStore store = Installation.store();
    store.commit(Commit.in(INDEX, Snapshot.group(ACCOUNT)).put(Bytes.utf8(suffix), row).build());
    return new Snapshot(store, INDEX, ACCOUNT);
  }

  private static String read(Rows rows, String suffix) {
    return switch (suffix.substring(0, Math.min(2, suffix.length()))) {
      case "h" -> Head.decode(rows.get("h").orElseThrow()).toString();
      case "eu" -> Entities.USERS.byId(rows, USER.id()).orElseThrow().toString();
      case "eg" -> Entities.GROUPS.byId(rows, GROUP.id()).orElseThrow().toString();
      case "er" -> Entities.ROLES.byId(rows, ROLE.id()).orElseThrow().toString();
      case "ep" -> Entities.POLICIES.byId(rows, POLICY.id()).orElseThrow().toString();
      case "nu" -> Fields.reader(rows.get(suffix).orElseThrow()).string();
      case "i/" -> Texts.inline(rows, USER, "see");
      case "k/" -> Tags.of(rows, USER).toString();
      case "c/" -> Uses.count(rows, POLICY.id()).toString();
      default -> throw new AssertionError("a vector has an unknown suffix");
    };
  }

  /** Every vector by its name, in hexadecimal. */
  private static Map<String, String> files() {
    var rows = new TreeMap<String, Bytes>();
    var change = new Change(new Snapshot(Installation.store(), INDEX, ACCOUNT), Head.FIRST);
    Entities.USERS.add(change, USER);
    Entities.GROUPS.add(change, GROUP);
    Entities.ROLES.add(change, ROLE);
    Entities.POLICIES.add(change, POLICY);
    Texts.putInline(change, USER, "see", TEXT);
    Tags.put(change, USER, Map.of("team", "audit", "Ä", ""));
    Uses.add(change, POLICY.id(), Uses.How.ATTACHED, USER);
    Uses.add(change, POLICY.id(), Uses.How.BOUNDARY, USER);
    for (String suffix :
        List.of(
            "eu/" + USER.id(),
            "eg/" + GROUP.id(),
            "er/" + ROLE.id(),
            "ep/" + POLICY.id(),
            "nu/alice",
            "i/" + USER.id() + "/see",
            "k/" + USER.id(),
            "c/" + POLICY.id())) {
      rows.put(suffix, change.get(suffix).orElseThrow());
    }
    byte[] stamp = new byte[16];
    Arrays.fill(stamp, (byte) 7);
    Bytes head = change.head().encode(stamp);

    var files = new TreeMap<String, String>();
    files.put("head", file(change.head().toString(), "h", head));
    files.put("user", file(USER.toString(), rows, "eu/" + USER.id()));
    files.put("group", file(GROUP.toString(), rows, "eg/" + GROUP.id()));
    files.put("role", file(ROLE.toString(), rows, "er/" + ROLE.id()));
    files.put("policy", file(POLICY.toString(), rows, "ep/" + POLICY.id()));
    files.put("claim", file(USER.id(), rows, "nu/alice"));
    files.put("text", file(TEXT, rows, "i/" + USER.id() + "/see"));
    files.put("tags", file("{team=audit, Ä=}", rows, "k/" + USER.id()));
    files.put("count", file("Count[attached=1, boundaries=1]", rows, "c/" + POLICY.id()));
    byte[] group = change.get("eg/" + GROUP.id()).orElseThrow().toByteArray();
    files.put("version_0", corrupt(with(group, 0, 0)));
    files.put("version_2", corrupt(with(group, 0, 2)));
    files.put("cut", corrupt(Arrays.copyOf(group, group.length - 1)));
    files.put("trailing_byte", corrupt(Arrays.copyOf(group, group.length + 1)));
    files.put("bad_flag", file("corrupt", "h", Bytes.copyOf(with(head.toByteArray(), 1, 2))));
    return files;
  }

  private static byte[] with(byte[] row, int position, int value) {
    byte[] changed = row.clone();
    changed[position] = (byte) value;
    return changed;
  }

  private static String corrupt(byte[] row) {
    return file("corrupt", "eg/" + GROUP.id(), Bytes.copyOf(row));
  }

  private static String file(String expect, Map<String, Bytes> rows, String suffix) {
    return file(expect, suffix, rows.getOrDefault(suffix, Bytes.EMPTY));
  }

  private static String file(String expect, String suffix, Bytes row) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(
        ("expect: " + expect + "\nsuffix: " + suffix + "\n\n").getBytes(StandardCharsets.UTF_8));
    file.writeBytes(row.toByteArray());
    return HexFormat.of().formatHex(file.toByteArray());
  }

  private static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("vectors"))) {
      here = here.getParent();
    }
    return here.resolve("vectors/iam-rows-v1");
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    Files.createDirectories(directory());
    for (var file : files().entrySet()) {
      Files.write(directory().resolve(file.getKey()), HexFormat.of().parseHex(file.getValue()));
    }
  }
}
