package dev.coffer.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Folders whose entries survive a power loss. */
public final class Folders {
  private Folders() {}

  /** Makes a folder and those above it that are missing, each durable in the one above. */
  public static Path create(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      Path above = absolute.getParent();
      if (above != null) {
        create(above);
      }
      Files.createDirectories(absolute);
      if (above != null) {
        sync(above);
      }
    }
    return absolute;
  }

  /** The folder that a path below some folder lies in. */
  public static Path above(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent(), "the root lies in no folder");
  }

  /** Makes what was made, renamed or removed in a folder durable. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
