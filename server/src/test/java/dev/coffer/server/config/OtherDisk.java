package dev.coffer.server.config;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder on another file system, to which nothing can be linked. */
final class OtherDisk {
  private static final Path MEMORY = Path.of("/dev/shm");

  private OtherDisk() {}

  /** Makes one; whoever asked for it removes it. The test is skipped where there is none. */
  static Path folder(Path from) throws IOException {
    assumeTrue(Files.isWritable(MEMORY), "there is no /dev/shm");
    boolean same = Files.getFileStore(MEMORY).equals(Files.getFileStore(from));
    assumeFalse(same, "all is one file system");
    return Files.createTempDirectory(MEMORY, "coffer-test-");
  }
}
