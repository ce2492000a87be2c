package dev.coffer.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of vector files, and the root of the repository that holds it. */
public record VectorFolder(Path path) {

  public static Path repository() {
    return Path.of(System.getProperty("coffer.root", ".."));
  }

  public static VectorFolder named(String name) {
    return new VectorFolder(repository().resolve("vectors").resolve(name));
  }

  /** Reads all vectors, sorted by name. */
  public List<VectorFile> read() {
    return contents().entrySet().stream()
        .map(file -> VectorFile.decode(file.getKey(), file.getValue()))
        .toList();
  }

  /**
   * Requires that the folder holds exactly these files. With {@code -Dcoffer.vectors.write=true} it
   * writes the missing ones instead; it never changes one that is there.
   */
  public void requireExactly(List<VectorFile> expected) {
    if (Boolean.getBoolean("coffer.vectors.write")) {
      expected.forEach(this::writeIfAbsent);
    }
    var encoded = new TreeMap<String, byte[]>();
    expected.forEach(file -> encoded.put(file.name(), file.encode()));
    var found = contents();
    assertThat(found.keySet()).isEqualTo(encoded.keySet());
    encoded.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  private SortedMap<String, byte[]> contents() {
    var contents = new TreeMap<String, byte[]>();
    try (var files = Files.list(path)) {
      for (Path file : files.toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private void writeIfAbsent(VectorFile file) {
    try {
      Files.createDirectories(path);
      Path target = path.resolve(file.name());
      if (!Files.exists(target)) {
        Files.write(target, file.encode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
