package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HardLinksTest {
  @TempDir private Path folder;

  @Test
  void aFolderThatKnowsThemIsLeftAsItWas() throws IOException {
    assertThat(HardLinks.refusal(folder)).isEmpty();
    assertThat(folder).isEmptyDirectory();
    FileBlobs.open(folder).close();
    List<Path> before = files(folder);
    assertThat(HardLinks.refusal(folder)).isEmpty();
    assertThat(files(folder)).isEqualTo(before);
  }

  /** A ZIP file is one that knows none. */
  @Test
  void aFileSystemWithoutThemIsRefused() throws IOException {
    Path zip = folder.resolve("files.zip");
    try (FileSystem without = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path root = without.getPath("/");
      assertThat(HardLinks.refusal(root)).isPresent();
      assertThat(files(root)).isEmpty();
    }
  }

  /** Nobody can make a file in a folder of processes. */
  @ParameterizedTest
  @ValueSource(strings = {"pending", "blobs"})
  void whereNoFileCanBeMadeLinksAreNotToBlame(String name) throws IOException {
    Path processes = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(processes), "there is no /proc");
    FileBlobs.open(folder).close();
    Files.delete(folder.resolve(name));
    Files.createSymbolicLink(folder.resolve(name), processes);
    List<Path> before = files(folder);
    assertThatThrownBy(() -> HardLinks.refusal(folder)).isInstanceOf(IOException.class);
    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  void whatAKilledProcessLeftIsRemovedButNotWhatAnotherIsAtWorkOn() throws IOException {
    FileBlobs.open(folder).close();
    List<Path> before = files(folder);
    for (String left : List.of("pending/.coffer-links-1", "blobs/.coffer-links-1-2")) {
      Path file = Files.createFile(folder.resolve(left));
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
    Path young = Files.createFile(folder.resolve("pending/.coffer-links-2"));
    assertThat(HardLinks.refusal(folder)).isEmpty();
    assertThat(young).exists();
    Files.delete(young);
    assertThat(files(folder)).isEqualTo(before);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
