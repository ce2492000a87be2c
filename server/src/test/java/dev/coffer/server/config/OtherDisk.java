package dev.coffer.server.config;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder on another file system, to which nothing can be linked; removed when closed. */
record OtherDisk(Path folder) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Makes one; the test is skipped where there is none. */
  static OtherDisk beside(Path from) throws IOException {
    assumeTrue(Files.isWritable(MEMORY), "there is no /dev/shm");
    boolean same = Files.getFileStore(MEMORY).equals(Files.getFileStore(from));
    assumeFalse(same, "all is one file system");
    return new OtherDisk(Files.createTempDirectory(MEMORY, "coffer-test-"));
  }

  /** With whatever a test that failed has left in it. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
