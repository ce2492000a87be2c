package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustomKeyStore;
import dev.coffer.kms.custody.CustomKeyStoreFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.key.MaterialRows;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.RootKeyRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coffer custody strict remove DATA STORE}: not while a key is in it, which is why the
 * server must be stopped and the root key opened.
 */
@Command(name = "remove", description = "Removes a custom key store that has no keys.")
final class CustodyStrictRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(paramLabel = "STORE", index = "1", description = "Its id or its name.")
  private String store = "";

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStrictRemoveCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::remove);
  }

  private int remove(Path keys) throws IOException {
    CustomKeyStore found = CustodyStrictCommand.require(keys, store);
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    try (DataFolder folder = DataFolder.take(data);
        SecretOptions.Secrets opening = secrets.find(keys, around);
        StoreRootKey root = opening.open(keys)) {
      requireEmpty(folder, root, found, around.entropy());
      CustomKeyStoreFile.remove(keys, found.id());
    }
    spec.commandLine().getOut().println("Removed       " + found.id() + "  " + found.name());
    return ExitCode.OK;
  }

  private static void requireEmpty(
      DataFolder folder, StoreRootKey root, CustomKeyStore store, Entropy entropy)
      throws IOException {
    if (!Files.exists(folder.meta())) {
      return;
    }
    try (KvStore kv = RocksKv.open(folder.rowsToOpen())) {
      MaterialRows rows = RootKeyRows.materials(kv, entropy);
      long keys = rows.countIn(store.id(), root);
      if (keys > 0) {
        throw new StartFailure(
            ExitCode.CONFIGURATION,
            "the key store has " + keys + " keys; delete them and wait for their end first");
      }
    }
  }
}
