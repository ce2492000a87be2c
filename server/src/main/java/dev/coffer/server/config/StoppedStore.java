package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.store.recover.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The data folder of a server that is stopped, and the keys to it, as flags of a command. */
final class StoppedStore {
  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  @Mixin private CustomerKeyOptions customerKeyOptions = new CustomerKeyOptions();
  @Mixin private SecretOptions secrets = new SecretOptions();

  /** What a command does with the folder, which nobody else has meanwhile. */
  @FunctionalInterface
  interface Work {
    int on(DataFolder folder, Recovery.Keyring ring) throws IOException;
  }

  /** Takes the folder, opens the root key, does the work and forgets the keys again. */
  int run(Work work) {
    return CustodyWork.run(data, keys -> run(keys, work));
  }

  private int run(Path keys, Work work) throws IOException {
    if (!Files.isDirectory(data.resolve("meta/rows"))) {
      throw new StartFailure(ExitCode.CONFIGURATION, "there are no rows in " + data);
    }
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    List<Secret> customerKeys = new ArrayList<>();
    try (DataFolder folder = DataFolder.take(data);
        SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys)) {
      customerKeyOptions.read(customerKeys);
      return work.on(folder, new Recovery.Keyring(root, customerKeys));
    } finally {
      customerKeys.forEach(Secret::close);
    }
  }
}
