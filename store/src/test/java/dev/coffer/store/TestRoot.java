package dev.coffer.store;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A root key without its file, which is gone at once. */
public final class TestRoot {
  private TestRoot() {}

  public static StoreRootKey create() {
    try {
      Path folder = Files.createTempDirectory("coffer-test-root");
      try {
        return RootKeyFile.create(folder, new FirstSecret.KeyFile(), Entropy.system()).root();
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
