package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HardLinksTest {
  @TempDir private Path folder;

  @Test
  void aFolderThatKnowsThemIsLeftAsItWas() throws IOException {
    HardLinks.require(folder);
    assertThat(folder).isEmptyDirectory();
    FileBlobs.open(folder).close();
    HardLinks.require(folder);
    assertThat(files(folder)).allMatch(file -> !file.toString().contains(".tmp"));
  }

  /** A ZIP file is one that knows none. */
  @Test
  void aFileSystemWithoutThemIsRefused() throws IOException {
    Path zip = folder.resolve("files.zip");
    try (FileSystem without = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path root = without.getPath("/");
      assertThatThrownBy(() -> HardLinks.require(root)).isInstanceOf(IOException.class);
      assertThat(files(root)).isEmpty();
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }
}
