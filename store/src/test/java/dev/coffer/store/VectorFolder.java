package dev.coffer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The vectors of one format, and its document. */
public record VectorFolder(String format) {
  private static final Path ROOT = Path.of(System.getProperty("coffer.root", ".."));

  public List<VectorFile> read() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> VectorFile.decode(file.getFileName().toString(), bytes(file)))
          .sorted(Comparator.comparing(VectorFile::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vector of that name. */
  public VectorFile read(String name) {
    return VectorFile.decode(name, bytes(folder().resolve(name)));
  }

  /**
   * Requires that the folder holds exactly these. With {@code -Dcoffer.vectors.write=true} it
   * writes the missing ones first; it never changes one that is there.
   */
  public void requireExactly(List<VectorFile> expected) throws IOException {
    if (Boolean.getBoolean("coffer.vectors.write")) {
      Files.createDirectories(folder());
      for (VectorFile vector : expected) {
        Path file = folder().resolve(vector.name());
        if (!Files.exists(file)) {
          Files.write(file, vector.encode().toByteArray());
        }
      }
    }
    assertThat(read())
        .isEqualTo(expected.stream().sorted(Comparator.comparing(VectorFile::name)).toList());
    for (VectorFile vector : expected) {
      assertThat(bytes(folder().resolve(vector.name()))).isEqualTo(vector.encode());
    }
  }

  /** Requires that the format's document names every vector. */
  public void requireDocumented() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/formats").resolve(format + ".md"));
    assertThat(document.lines().findFirst().orElseThrow()).endsWith(", version 1");
    assertThat(read())
        .isNotEmpty()
        .allSatisfy(vector -> assertThat(document).contains("`" + vector.name() + "`"));
  }

  private Path folder() {
    return ROOT.resolve("vectors").resolve(format);
  }

  private static Bytes bytes(Path file) {
    try {
      return Bytes.copyOf(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
