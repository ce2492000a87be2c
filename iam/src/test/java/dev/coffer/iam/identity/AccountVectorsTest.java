package dev.coffer.iam.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of vectors/account-v2, which {@link #files} makes again to the last bit. */
final class AccountVectorsTest {
  private static final Account ACCOUNT = new Account("123456789012", "ab".repeat(32));
  private static final AccountRow ROW = AccountRow.of(ACCOUNT, "tests", "AKIDEXAMPLE");

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
    String name = "../../docs/formats/account-v" + AccountRow.VERSION + ".md";
    String document = Files.readString(directory().resolve(name));
    assertThat(document).startsWith("# Account row, version " + AccountRow.VERSION + "\n");
    assertThat(files().keySet())
        .allSatisfy(vector -> assertThat(document).contains("`" + vector + "`"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRowIsReadAsItSays(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = new String(content, StandardCharsets.ISO_8859_1).indexOf("\n\n");
    String expect = new String(content, 0, end, StandardCharsets.UTF_8).replace("expect: ", "");
    Bytes row = Bytes.copyOf(content, end + 2, content.length);
    if (expect.equals("corrupt")) {
      assertThat(catchThrowable(() -> AccountRow.decode(row))).isInstanceOf(Corrupt.class);
    } else {
      assertThat(AccountRow.decode(row).toString()).isEqualTo(expect);
    }
  }

  private static Map<String, String> files() {
    byte[] row = ROW.encode().toByteArray();
    var first =
        new FieldWriter().u8(1).string(ACCOUNT.id()).string(ACCOUNT.canonicalId()).toBytes();
    var files = new TreeMap<String, String>();
    files.put("open", file(ROW, row));
    AccountRow closed = ROW.withClosed(true);
    files.put("closed", file(closed, closed.encode().toByteArray()));
    AccountRow management = AccountRow.of(ACCOUNT, "management", null);
    files.put("without_root_key", file(management, management.encode().toByteArray()));
    files.put("version_1", file(new AccountRow(ACCOUNT, "", null, false, 0), first.toByteArray()));
    files.put("version_0", file("corrupt", with(row, 0, 0)));
    files.put("version_3", file("corrupt", with(row, 0, 3)));
    files.put("cut", file("corrupt", Arrays.copyOf(row, row.length - 1)));
    files.put("trailing_byte", file("corrupt", Arrays.copyOf(row, row.length + 1)));
    files.put("bad_id", file("corrupt", with(row, 2, 'x')));
    return files;
  }

  private static byte[] with(byte[] row, int position, int value) {
    byte[] changed = row.clone();
    changed[position] = (byte) value;
    return changed;
  }

  private static String file(Object expect, byte[] row) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(("expect: " + expect + "\n\n").getBytes(StandardCharsets.UTF_8));
    file.writeBytes(row);
    return HexFormat.of().formatHex(file.toByteArray());
  }

  private static Path directory() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("vectors"))) {
      here = here.getParent();
    }
    return here.resolve("vectors/account-v2");
  }

  /** Writes the directory anew. */
  static void main() throws IOException {
    Files.createDirectories(directory());
    for (var file : files().entrySet()) {
      Files.write(directory().resolve(file.getKey()), HexFormat.of().parseHex(file.getValue()));
    }
  }
}
