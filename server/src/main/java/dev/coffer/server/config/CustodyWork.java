package dev.coffer.server.config;

import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.nio.file.Path;

/** What the custody commands do on a data folder, with every failure said in a sentence. */
final class CustodyWork {
  private CustodyWork() {}

  /** A command's work on the folder of the root key file. */
  @FunctionalInterface
  interface Work {
    int on(Path keys) throws IOException;
  }

  static int run(Path data, Work work) {
    Path keys = data.resolve("keys");
    try {
      if (!RootKeyFile.exists(keys)) {
        throw new StartFailure(ExitCode.CONFIGURATION, "there is no store in " + data);
      }
      return work.on(keys);
    } catch (CustodyException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, e.reason() + ": " + e.getMessage() + " (" + keys + ")", e);
    } catch (IOException | StorageFailure e) {
      throw new StartFailure(ExitCode.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
    }
  }
}
