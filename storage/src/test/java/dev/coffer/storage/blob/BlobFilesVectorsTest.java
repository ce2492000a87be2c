package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.VectorFile;
import dev.coffer.storage.VectorFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BlobFilesVectorsTest {
  private static final VectorFolder FOLDER = new VectorFolder(BlobFile.FORMAT);
  private static final BlobId ID = new BlobId(3, 7);
  private static final Bytes HINT = Bytes.utf8("bucket-1 photos/cat.jpg");
  private static final Bytes CONTENT = Bytes.utf8("sealed");

  @TempDir Path folder;

  static List<VectorFile> vectors() {
    return FOLDER.read();
  }

  @Test
  void generatorReproducesTheFolder() throws IOException {
    FOLDER.requireExactly(generated());
  }

  @Test
  void documentNamesEveryVector() throws IOException {
    FOLDER.requireDocumented();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void filesReadAsTheVectorsSay(VectorFile vector) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, vector.body().toByteArray());
    switch (vector.line("expect")) {
      case "opens" -> opens(vector, file);
      case "corrupt" -> assertThatThrownBy(() -> header(vector, file)).isInstanceOf(Corrupt.class);
      case "reserved" ->
          assertThat(Reservations.read(file)).isEqualTo(Long.parseLong(vector.line("last")));
      case "reservations-corrupt" ->
          assertThatThrownBy(() -> Reservations.read(file)).isInstanceOf(Corrupt.class);
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  private static void opens(VectorFile vector, Path file) throws IOException {
    BlobFile header = header(vector, file);
    assertThat(header.hint()).isEqualTo(vector.hex("hint"));
    Bytes content = vector.body().slice(header.headerSize(), vector.body().size());
    assertThat(content).isEqualTo(vector.hex("content"));
    assertThat(header.header().concat(content)).isEqualTo(vector.body());
    Path place = new BlobFolder(Path.of("")).finished(header.id());
    assertThat(place).isEqualTo(Path.of(vector.line("path")));
  }

  private static BlobFile header(VectorFile vector, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return BlobFile.read(channel, BlobId.parse(vector.line("id")));
    }
  }

  private static List<VectorFile> generated() {
    List<VectorFile> all = new ArrayList<>();
    all.add(opens("small", ID, HINT, CONTENT, "blobs/36a/266/"));
    all.add(opens("empty_content", ID, HINT, Bytes.EMPTY, "blobs/36a/266/"));
    Bytes longest = Bytes.copyOf(new byte[BlobStore.MAX_HINT]);
    all.add(opens("longest_hint", ID, longest, CONTENT, "blobs/36a/266/"));
    all.add(opens("second_folder", new BlobId(3, 256), HINT, CONTENT, "blobs/36a/267/"));
    BlobId far = new BlobId(Long.MAX_VALUE, Long.MAX_VALUE);
    all.add(opens("far", far, HINT, CONTENT, "blobs/387/087/"));
    Bytes whole = file(ID, HINT, CONTENT);
    all.add(corrupt("magic", Bytes.utf8("coffblub").concat(whole.slice(8, whole.size()))));
    all.add(corrupt("version_0", raw(0, ID, HINT, CONTENT)));
    all.add(corrupt("version_2", raw(2, ID, HINT, CONTENT)));
    all.add(corrupt("other_id", file(new BlobId(3, 8), HINT, CONTENT)));
    all.add(corrupt("hint_empty", raw(1, ID, Bytes.EMPTY, CONTENT)));
    Bytes tooLong = Bytes.copyOf(new byte[BlobStore.MAX_HINT + 1]);
    all.add(corrupt("hint_too_long", raw(1, ID, tooLong, CONTENT)));
    all.add(corrupt("cut", file(ID, HINT, Bytes.EMPTY).slice(0, whole.size() - 7)));
    all.add(corrupt("nothing", Bytes.EMPTY));
    all.add(corrupt("hint_changed", flipped(whole, 30)));
    all.add(corrupt("checksum_changed", flipped(whole, whole.size() - CONTENT.size() - 1)));
    addSessions(all);
    return all;
  }

  private static void addSessions(List<VectorFile> all) {
    Bytes zero = Bytes.copyOf(new byte[12]);
    all.add(reserved("session_first", 256, slot(256)));
    all.add(reserved("session_second", 512, slot(256).concat(slot(512))));
    all.add(reserved("session_third", 768, slot(768).concat(slot(512))));
    all.add(reserved("session_torn_later", 512, flipped(slot(768), 11).concat(slot(512))));
    all.add(reserved("session_torn_first", 0, slot(256).slice(0, 7)));
    all.add(reserved("session_empty", 0, Bytes.EMPTY));
    all.add(vector("session_damaged", Map.of("expect", "reservations-corrupt"), zero.concat(zero)));
  }

  private static VectorFile opens(
      String name, BlobId id, Bytes hint, Bytes content, String directory) {
    Map<String, String> lines =
        Map.of(
            "expect", "opens",
            "id", id.hex(),
            "hint", hint.toHex(),
            "content", content.toHex(),
            "path", directory + id.hex());
    return vector(name, lines, file(id, hint, content));
  }

  private static VectorFile corrupt(String name, Bytes file) {
    return vector(name, Map.of("expect", "corrupt", "id", ID.hex()), file);
  }

  private static VectorFile reserved(String name, long last, Bytes file) {
    return vector(name, Map.of("expect", "reserved", "last", Long.toString(last)), file);
  }

  private static VectorFile vector(String name, Map<String, String> lines, Bytes file) {
    return new VectorFile(name, lines, file);
  }

  private static Bytes file(BlobId id, Bytes hint, Bytes content) {
    return raw(1, id, hint, content);
  }

  /** Written out field by field, on purpose not by the code that is tested. */
  private static Bytes raw(int version, BlobId id, Bytes hint, Bytes content) {
    Bytes start =
        Bytes.utf8("coffblob")
            .concat(new FieldWriter().u8(version).u64(id.session()).u64(id.sequence()).toBytes())
            .concat(new FieldWriter().u16(hint.size()).toBytes())
            .concat(hint);
    return start.concat(crc(start)).concat(content);
  }

  private static Bytes slot(long last) {
    Bytes number = new FieldWriter().u64(last).toBytes();
    return number.concat(crc(number));
  }

  private static Bytes crc(Bytes bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.toByteArray());
    return new FieldWriter().u32(crc.getValue()).toBytes();
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] array = bytes.toByteArray();
    array[at] ^= 1;
    return Bytes.copyOf(array);
  }
}
