package dev.coffer.server.config;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody remove DATA SLOT}. */
@Command(name = "remove", description = "Removes a slot, unless it is the last.")
final class CustodyRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(paramLabel = "SLOT", index = "1", description = "Its id.")
  private String slot = "";

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyRemoveCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::remove);
  }

  /** The root key must open: who removes a slot proves that he could add one. */
  private int remove(Path keys) throws IOException {
    Bytes id = slotId(slot);
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    try (SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys)) {
      RootKeyFile.removeSlot(keys, root, id);
    }
    spec.commandLine()
        .getOut()
        .println(
            "removed. Older copies of the file still open with it: if its secret leaked, run"
                + " custody rotate");
    return ExitCode.OK;
  }

  static Bytes slotId(String hex) {
    if (!hex.matches("[0-9a-f]{16}")) {
      throw new StartFailure(ExitCode.USAGE, "a slot's id has 16 hexadecimal digits, not " + hex);
    }
    return Bytes.ofHex(hex);
  }
}
