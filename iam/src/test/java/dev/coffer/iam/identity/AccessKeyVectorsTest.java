package dev.coffer.iam.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of vectors/access-key-v1: each row opens or is refused as its first line says, and
 * {@link #files} makes them again to the last bit.
 */
final class AccessKeyVectorsTest {
  private static final String KEY = "11".repeat(32);
  private static final String HERE = "22".repeat(16);
  private static final String ID = "AKIDEXAMPLE";
  private static final Bytes ROW = Bytes.utf8("row");
  private static final Account OTHER = new Account("123456789013", "cd".repeat(32));

  private static final AccessKey USER_KEY =
      new AccessKey(ID, Installation.KEY.secret(), Installation.ACCOUNT, UserRows.ALICE.id());

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
    Path docs = directory().resolve("../../docs/formats/access-key-v" + Table.VERSION + ".md");
    String document = Files.readString(docs);
    assertThat(document).startsWith("# Access key row, version " + Table.VERSION + "\n");
    assertThat(files().keySet())
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRowIsReadAsItSays(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int blank = new String(content, StandardCharsets.ISO_8859_1).indexOf("\n\n");
    var lines = new HashMap<String, String>();
    for (String line : new String(content, 0, blank, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] field = line.split(": ", 2);
      lines.put(field[0], field[1]);
    }
    AccessKeys keys = keysWith(lines, Bytes.copyOf(content, blank + 2, content.length));
    String id = lines.getOrDefault("access-key-id", "");
    switch (lines.getOrDefault("expect", "")) {
      case "opens" ->
          assertThat(keys.find(id).orElseThrow().secret().reveal()).isEqualTo(lines.get("secret"));
      case "corrupt" -> assertThat(catchThrowable(() -> keys.find(id))).isInstanceOf(Corrupt.class);
      case "not authentic" ->
          assertThat(catchThrowable(() -> keys.find(id))).isInstanceOf(NotAuthentic.class);
      default -> throw new AssertionError("a vector expects something unknown");
    }
  }

  private static AccessKeys keysWith(Map<String, String> lines, Bytes row) {
    KvStore store = Installation.store();
    var accounts = new Accounts(store, Installation.SYSTEM);
    accounts.add(Installation.ACCOUNT);
    accounts.add(OTHER);
    UserRows.aliceWithKey(store, ID);
    Bytes group = Bytes.utf8("access-key/" + lines.get("access-key-id"));
    store.commit(Commit.in(Installation.SYSTEM, group).put(ROW, row).build());
    SecretSeal seal =
        seal(lines.getOrDefault("wrapping-key", ""), lines.getOrDefault("installation-id", ""));
    return new AccessKeys(store, Installation.SYSTEM, seal);
  }

  /** Every vector by its name, in hexadecimal. */
  private static Map<String, String> files() {
    byte[] row = written(Installation.KEY);
    int account = 2;
    int user = 2 + 12 + 1;
    var files = new TreeMap<String, String>();
    files.put("root_key", file("opens", KEY, HERE, ID, row));
    files.put("user_key", file("opens", KEY, HERE, ID, written(USER_KEY)));
    files.put("version_0", file("corrupt", KEY, HERE, ID, with(row, 0, 0)));
    files.put("version_2", file("corrupt", KEY, HERE, ID, with(row, 0, 2)));
    files.put("cut", file("corrupt", KEY, HERE, ID, Arrays.copyOf(row, row.length - 1)));
    files.put("trailing_byte", file("corrupt", KEY, HERE, ID, Arrays.copyOf(row, row.length + 1)));
    files.put(
        "secret_changed",
        file("not authentic", KEY, HERE, ID, with(row, row.length - 20, row[row.length - 20] ^ 1)));
    files.put("other_id", file("not authentic", KEY, HERE, "AKIDOTHER", row));
    files.put("other_installation", file("not authentic", KEY, "23".repeat(16), ID, row));
    files.put("other_wrapping_key", file("not authentic", "12".repeat(32), HERE, ID, row));
    files.put("other_account", file("not authentic", KEY, HERE, ID, with(row, account + 11, '3')));
    files.put("other_user", file("not authentic", KEY, HERE, ID, with(row, user + 11, '3')));
    return files;
  }

  private static byte[] written(AccessKey key) {
    KvStore store = Installation.store();
    new AccessKeys(store, Installation.SYSTEM, seal(KEY, HERE)).put(key);
    return store
        .get(Installation.SYSTEM, new Key(Bytes.utf8("access-key/" + ID), ROW))
        .orElseThrow()
        .toByteArray();
  }

  private static SecretSeal seal(String keyHex, String installationHex) {
    var key = new WrappingKey(Secret.of(HexFormat.of().parseHex(keyHex)));
    var installation = dev.coffer.crypto.envelope.Bytes.ofHex(installationHex);
    return new SecretSeal(key, installation, Installation.entropy(1));
  }

  private static byte[] with(byte[] row, int position, int value) {
    byte[] changed = row.clone();
    changed[position] = (byte) value;
    return changed;
  }

  private static String file(String expect, String key, String where, String id, byte[] row) {
    String lines =
        """
        expect: %s
        wrapping-key: %s
        installation-id: %s
        access-key-id: %s
        secret: %s

        """
            .formatted(expect, key, where, id, Installation.KEY.secret().reveal());
    var file = new ByteArrayOutputStream();
    file.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
    file.writeBytes(row);
    return HexFormat.of().formatHex(file.toByteArray());
  }

  private static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("vectors"))) {
      here = here.getParent();
    }
    return here.resolve("vectors/access-key-v1");
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    Files.createDirectories(directory());
    for (var file : files().entrySet()) {
      Files.write(directory().resolve(file.getKey()), HexFormat.of().parseHex(file.getValue()));
    }
  }
}
